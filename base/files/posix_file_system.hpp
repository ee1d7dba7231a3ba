#pragma once

#include "base/files/file_system.hpp"

namespace slipway {

/// The real one.
class PosixFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<File>> create(const Path& path, mode_t mode) override;
    Result<std::unique_ptr<File>> open_to_read(const Path& path) override;
    Result<std::unique_ptr<File>> open_to_append(const Path& path) override;
    Result<> link(const Path& existing, const Path& added) override;
    Result<> rename(const Path& from, const Path& to) override;
    Result<> remove(const Path& path) override;
    Result<> make_directory(const Path& path, mode_t mode) override;
    Result<> sync_directory(const Path& path) override;
    Result<std::shared_ptr<SyncPoint>> sync_point(const Path& directory) override;
    Result<bool> exists(const Path& path) override;
    Result<FileStatus> status(const Path& path) override;
    Result<std::vector<std::string>> list(const Path& directory) override;
    Result<std::uint64_t> free_bytes(const Path& path) override;
};

}  // namespace slipway
