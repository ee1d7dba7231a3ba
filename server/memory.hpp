#pragma once

#include <cstdint>

namespace slipway::server {

/// Configures the allocator for a daemon of many threads that must stay small: few arenas, and large blocks always
/// return to the system. Must be called before threads start.
void configure_allocator();

/// Returns the resident memory of this process, or 0 if /proc cannot be read.
std::uint64_t resident_bytes();

/// Returns to the system what the allocator holds free, for example after a large upload; without this the allocator
/// keeps up to 32 MiB per arena. One thread at a time.
class FreeMemory {
public:
    /// Must be called regularly. Looking at all free memory takes up to a tenth of a second, during which no thread
    /// gets memory. Memory that was returned still counts as free, so only trying shows how much there is to return.
    /// After a try in vain the next one comes later each time, but at once if the process has grown.
    void release();

private:
    std::uint64_t after_last_ = 0;  // resident, not counting files, after the last try
    unsigned skipped_ = 0;          // calls left out after the last try
    unsigned to_skip_ = 0;          // of these, how many are still to come
};

}  // namespace slipway::server
