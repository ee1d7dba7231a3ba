#pragma once

#include <cstdint>

namespace slipway::server {

/// Sets the allocator up for a daemon of many threads that must stay small: few arenas, and large blocks always go back
/// to the system. To be called before threads start.
void configure_allocator();

/// The resident memory of this process; 0 where /proc cannot be read.
std::uint64_t resident_bytes();

/// Gives the system back what the allocator holds free, e.g. after a large upload: by itself the allocator keeps up to
/// 32 MiB per arena. Of one thread.
class FreeMemory {
public:
    /// To be called now and then. To look at all that is free takes up to a tenth of a second, during which nobody gets
    /// memory; and what was given back goes on counting as free, so only trying tells what there is to give. While it
    /// is in vain it is therefore tried ever less often, and again at once when the process has grown.
    void release();

private:
    std::uint64_t after_last_ = 0;  // resident, not counting files, after the last try
    unsigned skipped_ = 0;          // calls left out after the last try
    unsigned to_skip_ = 0;          // of these, how many are still to come
};

}  // namespace slipway::server
