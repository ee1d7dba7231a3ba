#pragma once

#include "base/digest.hpp"
#include "base/files/file_system.hpp"

#include <cstdint>
#include <optional>

namespace slipway::storage {

/// Copies the first `size` bytes of a file (all of it if there is no `size`) to a temporary name, syncs them, and
/// renames them to `to`. Makes the directories that `to` needs. Returns the digest of what was copied. Blocks. Faults:
/// not_found (`from`), corrupt (`from` is shorter), storage_full, io.
Result<Sha256> copy_durably(FileSystem& files, const Path& from, const Path& to, std::optional<std::uint64_t> size,
                            mode_t mode);

/// Refuses a path below `root` that leads through a symbolic link: it could lead out of a backup or a data directory.
/// Faults: unsupported.
Result<> refuse_links(const Path& root, const Path& path);

/// Copies a directory and its content. Files get mode 0600 and directories 0700. Does nothing if `from` is missing.
/// Refuses symbolic links.
Result<> copy_private_tree(FileSystem& files, const Path& from, const Path& to);

/// Returns the size of a file, or nothing if it is missing.
Result<std::optional<std::uint64_t>> size_if_present(FileSystem& files, const Path& path);

}  // namespace slipway::storage
