#pragma once

#include "storage/identity/contents.hpp"

#include <string>

namespace slipway::storage {

// The stores of a data directory are `blobs/sha256`, `segments` and `keys`. Each may be a file system of its own, and
// when that is not mounted its empty mount point looks like a store that never held anything. So each store has the
// directory's id, too, in a file that goes away with it. Where package files and packs are elsewhere, `keys` is the
// only one.

/// Whether every store is there and the directory's own. A store without an id is one of before stores had them, if it
/// holds something or the catalog counts nothing in it. Faults: unsupported (an empty directory where the catalog
/// counts something, another directory's store; the message names the ways out), io.
Result<> check_stores(FileSystem& files, const Path& data, const DirectoryContents& contents, FilesPlace place);

/// Makes the stores that are missing and gives each the id. Durable when it returns. Faults: storage_full, io.
Result<> mark_stores(FileSystem& files, const Path& data, const std::string& id, FilesPlace place);

}  // namespace slipway::storage
