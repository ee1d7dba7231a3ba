// The operating system behind the seam: each verb is one system call (list and append loop), each errno one Fault.
// Messages name the verb, the path and the system's own words, e.g. "create /var/lib/x: No space left on device".
// Descriptors are close-on-exec, because gpg and its agents are started from this process.

#include "base/files/posix_file_system.hpp"

#include "base/files/system_error.hpp"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace slipway {
namespace {

std::chrono::system_clock::time_point time_of(const timespec& since_1970) {
    using TimePoint = std::chrono::system_clock::time_point;
    const auto time = std::chrono::seconds(since_1970.tv_sec) + std::chrono::nanoseconds(since_1970.tv_nsec);
    return TimePoint(std::chrono::duration_cast<TimePoint::duration>(time));
}

class PosixFile final : public File {
public:
    PosixFile(UniqueFd fd, Path path) : fd_(std::move(fd)), path_(std::move(path)) {}

    Result<> append(ByteView bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return last_error("write", path_);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override {
        std::size_t done = 0;
        while (done < into.size()) {
            const auto left = into.subspan(done);
            const ssize_t n = ::pread(fd_.get(), left.data(), left.size(), static_cast<off_t>(offset + done));
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return last_error("read", path_);
            if (n == 0) break;
            done += static_cast<std::size_t>(n);
        }
        return done;
    }

    Result<std::uint64_t> size() const override {
        struct stat status {};
        if (::fstat(fd_.get(), &status) != 0) return last_error("stat", path_);
        return static_cast<std::uint64_t>(status.st_size);
    }

    Result<> truncate(std::uint64_t size) override {
        if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return last_error("truncate", path_);
        return {};
    }

    Result<> sync() override {
        if (::fsync(fd_.get()) != 0) return last_error("sync", path_);
        return {};
    }

    int descriptor() const override { return fd_.get(); }

private:
    UniqueFd fd_;
    Path path_;
};

/// Since Linux 5.8 syncfs reports once what failed since its descriptor was opened. So the failure is stored for all
/// who share the descriptor, and nobody may sync between the report and the storing.
class PosixSyncPoint final : public SyncPoint {
public:
    PosixSyncPoint(UniqueFd directory, Path path) : directory_(std::move(directory)), path_(std::move(path)) {}

    Result<> sync() override {
        const std::lock_guard lock(mutex_);
        if (!failure_ && ::syncfs(directory_.get()) != 0) failure_ = last_error("sync the file system of", path_);
        if (failure_) return Error(*failure_);
        return {};
    }

private:
    UniqueFd directory_;
    Path path_;
    std::mutex mutex_;
    std::optional<Error> failure_;
};

/// No file of Slipway is a symbolic link. If one is, somebody else put it there to have another file read or written.
Result<std::unique_ptr<File>> open_file(std::string_view verb, const Path& path, int flags, mode_t mode = 0) {
    UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!fd && errno == ELOOP)
        return Error(Fault::io,
                     std::string(verb) + " " + path.string() + ": it is a symbolic link, which is not followed");
    if (!fd) return last_error(verb, path);
    return std::make_unique<PosixFile>(std::move(fd), path);
}

}  // namespace

Result<std::unique_ptr<File>> PosixFileSystem::create(const Path& path, mode_t mode) {
    return open_file("create", path, O_RDWR | O_APPEND | O_CREAT | O_EXCL, mode);
}

Result<std::unique_ptr<File>> PosixFileSystem::open_to_read(const Path& path) {
    return open_file("open", path, O_RDONLY);
}

Result<std::unique_ptr<File>> PosixFileSystem::open_to_append(const Path& path) {
    return open_file("open", path, O_RDWR | O_APPEND);
}

Result<> PosixFileSystem::link(const Path& existing, const Path& added) {
    if (::link(existing.c_str(), added.c_str()) != 0) return last_error("link " + existing.string() + " to", added);
    return {};
}

Result<> PosixFileSystem::rename(const Path& from, const Path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return last_error("rename " + from.string() + " to", to);
    return {};
}

Result<> PosixFileSystem::remove(const Path& path) {
    if (::unlink(path.c_str()) != 0) return last_error("remove", path);
    return {};
}

Result<> PosixFileSystem::make_directory(const Path& path, mode_t mode) {
    if (::mkdir(path.c_str(), mode) != 0) return last_error("make directory", path);
    return {};
}

Result<> PosixFileSystem::sync_directory(const Path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return last_error("open directory", path);
    if (::fsync(fd.get()) != 0) return last_error("sync directory", path);
    return {};
}

Result<std::shared_ptr<SyncPoint>> PosixFileSystem::sync_point(const Path& directory) {
    UniqueFd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return last_error("open directory", directory);
    return std::make_shared<PosixSyncPoint>(std::move(fd), directory);
}

Result<bool> PosixFileSystem::exists(const Path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) return true;
    if (errno == ENOENT) return false;
    return last_error("stat", path);
}

Result<FileStatus> PosixFileSystem::status(const Path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return last_error("stat", path);
    return FileStatus{.size = static_cast<std::uint64_t>(status.st_size),
                      .changed_at = time_of(status.st_ctim),
                      .modified_at = time_of(status.st_mtim)};
}

Result<std::vector<std::string>> PosixFileSystem::list(const Path& directory) {
    const auto close = [](DIR* open_directory) { ::closedir(open_directory); };
    const std::unique_ptr<DIR, decltype(close)> stream(::opendir(directory.c_str()), close);
    if (!stream) return last_error("list", directory);
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (entry == nullptr && errno != 0) return last_error("list", directory);
        if (entry == nullptr) return names;
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
}

Result<std::uint64_t> PosixFileSystem::free_bytes(const Path& path) {
    struct statvfs status {};
    if (::statvfs(path.c_str(), &status) != 0) return last_error("statvfs", path);
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace slipway
