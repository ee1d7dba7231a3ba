#pragma once

#include <cstdint>

namespace slipway::server {

/// Sets the allocator up for a daemon of many threads that must stay small: few arenas, and large blocks always go back
/// to the system. To be called before threads start.
void settle_allocator();

/// The resident memory of this process; 0 where /proc cannot be read.
std::uint64_t resident_bytes();

/// Gives the system back what the allocator holds free, e.g. after a large upload: by itself the allocator keeps up to
/// 32 MiB per arena. Of one thread.
class FreeMemory {
public:
    /// To be called now and then. Does nothing while the process has hardly grown since the last time: looking at all
    /// that is free takes up to a tenth of a second, during which nobody gets memory, and what was given back goes on
    /// counting as free.
    void give_back();

private:
    std::uint64_t least_ = 0;  // resident, not counting files, since the last time something was given back
};

}  // namespace slipway::server
