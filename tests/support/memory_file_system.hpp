#pragma once

#include "base/files/file_system.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace slipway::testing {

/// A file system in memory that knows what is synced. Directories hold names twice: as processes see them and as the
/// disk has them; a file's content likewise. As harsh as POSIX allows: nothing is on disk before its own sync.
class MemoryFileSystem final : public FileSystem {
public:
    struct Node;

    MemoryFileSystem();
    ~MemoryFileSystem() override;

    /// A power cut: what was not synced is gone, both content and names. Open files stay usable but lead nowhere.
    void crash();
    /// Lets this much time pass for every file: they look that much older.
    void age(std::chrono::seconds time);
    /// Paths of all files as processes see them, sorted.
    std::vector<std::string> files() const;
    /// The content of a file; fails the test program if there is none.
    std::string content(const Path& path) const;
    /// How often a file or directory was synced.
    std::size_t syncs() const;

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

    /// Shared with open files.
    struct Disk;

private:
    std::shared_ptr<Disk> disk_;
};

}  // namespace slipway::testing
