#pragma once

#include "server/net/attempt.hpp"

#include <span>

namespace slipway::net {

/// Returns whether all of a run is in the page cache, as far as a probe every 128 KiB tells: by default the kernel
/// reads files in no smaller steps. A file system that cannot tell counts as cached. Runs that this thread found there
/// a moment ago (RecentlyCached) are not probed again.
bool is_cached(const FileRun& run);

/// Reads from the run without blocking: `needs_disk` when its first byte is not in the page cache, `over` when the file
/// ends before it.
Attempt read_cached(const FileRun& run, std::span<char> into);

/// Reads the run, so that it is in the page cache afterwards. Blocks: disk pool only.
void read_through(const FileRun& run);

}  // namespace slipway::net
