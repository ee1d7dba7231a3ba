// glibc gives each thread an arena of its own, up to eight per core, and what was freed in one is of no use to the
// others: after a large upload a daemon held three times what it used. Where a malloc has no such knobs, nothing is
// done.
#include "server/memory.hpp"

#include <malloc.h>

namespace slipway::server {
namespace {

constexpr int arenas = 2;
constexpr int large_block = 512 * 1024;   // above: mapped alone; setting it also ends its silent growth
constexpr int kept_on_top = 1024 * 1024;  // free bytes at the end of the heap that are not given back

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
    malloc_trim(kept_on_top);
#endif
}

}  // namespace slipway::server
