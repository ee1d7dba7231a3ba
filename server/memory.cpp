// glibc gives each thread an arena of its own, up to eight per core, and what was freed in one is of no use to the
// others: after a large upload a daemon held three times what it used. Where a malloc has no such knobs, nothing is
// done.
#include "server/memory.hpp"

#include <algorithm>
#include <fstream>
#include <malloc.h>
#include <unistd.h>

namespace slipway::server {
namespace {

constexpr int arenas = 2;
// An xz encoder takes five megabytes for the time of one block. Mapped anew for each, their pages cost more than a
// tenth of the compression; so they come from the heap, whose free end stays for a while.
constexpr int large_block = 8 * 1024 * 1024;  // from here on: mapped alone; setting it also ends its silent growth
constexpr int kept_on_top = 32 * 1024 * 1024;
constexpr std::uint64_t worth_returning = 16u * 1024 * 1024;
constexpr std::uint64_t worth_the_time = 1024 * 1024;
constexpr unsigned most_skipped = 63;  // five minutes, as housekeeping asks every five seconds

/// What /proc/self/statm tells, in bytes; zeros where there is none.
struct Resident {
    std::uint64_t all = 0;
    std::uint64_t of_files = 0;
};
Resident resident() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t mapped = 0;
    Resident pages;
    statm >> mapped >> pages.all >> pages.of_files;
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return {pages.all * page, pages.of_files * page};
}

std::uint64_t own_resident_bytes() {
    const auto now = resident();
    return now.all - now.of_files;
}

}  // namespace

void configure_allocator() {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, arenas);
    mallopt(M_MMAP_THRESHOLD, large_block);
    mallopt(M_TRIM_THRESHOLD, kept_on_top);
#endif
}

std::uint64_t resident_bytes() { return resident().all; }

void FreeMemory::release() {
#ifdef __GLIBC__
    const auto before = own_resident_bytes();
    const bool has_grown = before > after_last_ + worth_returning;
    if (to_skip_ > 0 && !has_grown) {
        --to_skip_;
        return;
    }
    malloc_trim(0);
    after_last_ = own_resident_bytes();
    const bool was_in_vain = before < after_last_ + worth_the_time;
    skipped_ = was_in_vain ? std::min(2 * skipped_ + 1, most_skipped) : 0;
    to_skip_ = skipped_;
#endif
}

}  // namespace slipway::server
