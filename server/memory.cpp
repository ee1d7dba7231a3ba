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

}  // namespace

void settle_allocator() {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, arenas);
    mallopt(M_MMAP_THRESHOLD, large_block);
    mallopt(M_TRIM_THRESHOLD, kept_on_top);
#endif
}

std::uint64_t resident_bytes() { return resident().all; }

void FreeMemory::give_back() {
#ifdef __GLIBC__
    const auto now = resident();
    const auto own = now.all - now.of_files;
    least_ = std::min(least_, own);
    if (own - least_ < worth_returning) return;
    malloc_trim(0);
    const auto after = resident();
    least_ = after.all - after.of_files;
#endif
}

}  // namespace slipway::server
