#pragma once

#include "base/files/file_system.hpp"
#include "storage/identity/contents.hpp"

#include <string>

namespace slipway::storage {

// The stores of a data directory are `blobs/sha256`, `segments` and `keys`. Each may be a file system of its own. If it
// is not mounted, its empty mount point looks like a store that never held anything. So each store has the directory's
// id in a file, which is missing then. Package files and packs in a bucket need no stores in the directory: the bucket
// has a marker. Private keys in a database need none either.

/// Checks that every store is there and belongs to the directory, and that the bucket belongs to the catalog. A store
/// without an id is accepted as one from before stores had ids, if it holds something or the catalog counts nothing in
/// it. Faults: unsupported (an empty store where the catalog counts something, another's store; the message names the
/// ways out), io.
Result<> check_stores(FileSystem& files, const DirectoryPlaces& places, const DirectoryContents& contents);

/// Makes missing stores, and writes the id into each that is in the directory. Durable when it returns. Faults:
/// storage_full, io.
Result<> mark_stores(FileSystem& files, const CatalogPlace& place, FilesPlace files_place, const std::string& id);

/// Gives the stores of package files and packs an id that no catalog has: the catalog that counted them has its files
/// elsewhere now. Does nothing where there are none. Durable when it returns. Faults: storage_full, io.
Result<> disown_files(FileSystem& files, const Path& data);

}  // namespace slipway::storage
