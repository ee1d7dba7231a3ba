#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <memory>

namespace slipway {

/// The right to be the one process that writes blobs, packs and keys of a data directory: a flock on `DATA/lock`, which
/// the kernel releases when the process ends, however it ends. The file stays; its content, the process id, is only for
/// the message to the next process.
class DirectoryLock {
public:
    /// Takes the lock or fails at once. Faults: busy (another process has it), not_found (no such directory),
    /// unsupported (the file is a symbolic link), io.
    static Result<std::unique_ptr<DirectoryLock>> take(const Path& data_directory);

private:
    explicit DirectoryLock(UniqueFd fd) : fd_(std::move(fd)) {}

    UniqueFd fd_;
};

}  // namespace slipway
