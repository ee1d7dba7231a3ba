#pragma once

#include "storage/identity/contents.hpp"

#include <string>

namespace slipway::storage {

// The stores of a data directory are `blobs/sha256`, `segments` and `keys`. Each may be a file system of its own. If it
// is not mounted, its empty mount point looks like a store that never held anything. So each store has the directory's
// id in a file, which is missing then. If package files and packs are elsewhere, `keys` is the only store.

/// Checks that every store is there and belongs to the directory. A store without an id is accepted as one from before
/// stores had ids, if it holds something or the catalog counts nothing in it. Faults: unsupported (an empty directory
/// where the catalog counts something, another directory's store; the message names the ways out), io.
Result<> check_stores(FileSystem& files, const Path& data, const DirectoryContents& contents, FilesPlace place);

/// Makes missing stores, and writes the id into each. Durable when it returns. Faults: storage_full, io.
Result<> mark_stores(FileSystem& files, const Path& data, const std::string& id, FilesPlace place);

}  // namespace slipway::storage
