#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "storage/files/file_system.hpp"

#include <memory>

namespace slipway::storage {

/// The right to be the one process that writes blobs, packs and keys of a data directory: a flock on `DATA/lock`, which
/// the kernel gives up when the process ends, however it ends. The file itself stays; its content, the process id, is
/// only for the message to the next one.
class DirectoryLock {
public:
    /// Takes it or fails at once. Faults: busy (another process has it), not_found (no such directory), io.
    static Result<std::unique_ptr<DirectoryLock>> take(const Path& data_directory);

private:
    explicit DirectoryLock(UniqueFd fd) : fd_(std::move(fd)) {}

    UniqueFd fd_;
};

}  // namespace slipway::storage
