#pragma once

#include "base/files/file_system.hpp"

#include <sys/types.h>

namespace slipway {

/// The modes of files and directories that only the daemon's user and group may read.
inline constexpr mode_t private_file_mode = 0640;
inline constexpr mode_t private_directory_mode = 0750;

/// Makes `path` contain exactly `content`, surviving power loss, or leaves it as it was: a reader sees the old or the
/// new content, never a part. Blocks. Faults: not_found (no such directory), storage_full, io. When only the last
/// step, syncing the directory, fails, readers see the new content already but a power cut may bring the old one back.
Result<> replace_atomically(FileSystem& files, const Path& path, ByteView content, mode_t mode = private_file_mode);

/// Makes a new file with exactly `content` that survives power loss, or none (see above for the last step). Blocks.
/// Faults: conflict (exists already; it is left as it is), not_found (no such directory), storage_full, io.
Result<> create_durably(FileSystem& files, const Path& path, ByteView content, mode_t mode = private_file_mode);

/// Makes `path` and the parents it lacks; each new directory's entry survives power loss. What exists is left alone.
/// Blocks. Faults: storage_full, io.
Result<> make_directories(FileSystem& files, const Path& path, mode_t mode = private_directory_mode);

}  // namespace slipway
