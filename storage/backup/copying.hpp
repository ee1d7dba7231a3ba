#pragma once

#include "base/digest.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <optional>

namespace slipway::storage {

/// Copies the first `size` bytes of a file (nothing: all of it) under a temporary name and, when they are on disk, puts
/// them in place of `to`. Makes the directories `to` needs. Returns the digest of what was copied. Blocks.
/// Faults: not_found (`from`), corrupt (`from` is shorter), storage_full, io.
Result<Sha256> copy_durably(FileSystem& files, const Path& from, const Path& to, std::optional<std::uint64_t> size,
                            mode_t mode);

/// Refuses a path below `root` that leads through a symbolic link: it could lead out of a backup or a data directory.
/// Faults: unsupported.
Result<> refuse_links(const Path& root, const Path& path);

/// A directory and what is in it, files of mode 0600 in directories of mode 0700. Nothing happens when `from` is
/// missing. Symbolic links are refused.
Result<> copy_private_tree(FileSystem& files, const Path& from, const Path& to);

/// The size of a file; nothing if there is none.
Result<std::optional<std::uint64_t>> size_if_present(FileSystem& files, const Path& path);

}  // namespace slipway::storage
