// glibc gives each thread an arena of its own, up to eight per core, and what was freed in one is of no use to the
// others: after a large upload a daemon held three times what it used. Where a malloc has no such knobs, nothing is
// done.
#include "server/memory.hpp"

#include <cstddef>
#include <malloc.h>

namespace slipway::server {
namespace {

constexpr int arenas = 2;
// An xz encoder takes five megabytes for the time of one block. Mapped anew for each, their pages cost more than a
// tenth of the compression; so they come from the heap, whose free end stays for a while.
constexpr int large_block = 8 * 1024 * 1024;  // from here on: mapped alone; setting it also ends its silent growth
constexpr int kept_on_top = 32 * 1024 * 1024;
constexpr std::size_t worth_returning = 16u * 1024 * 1024;

}  // namespace

void settle_allocator() {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, arenas);
    mallopt(M_MMAP_THRESHOLD, large_block);
    mallopt(M_TRIM_THRESHOLD, kept_on_top);
#endif
}

void return_free_memory() {
#ifdef __GLIBC__
    if (mallinfo2().fordblks > worth_returning) malloc_trim(0);
#endif
}

}  // namespace slipway::server
