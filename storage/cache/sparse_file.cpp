// What the cache needs of a file and `File` does not have: to be written at any place. The seam at the operating system
// (base/files/file_system.hpp) is for files that have to last; these may be lost at any time.
#include "storage/cache/sparse_file.hpp"

#include "base/files/durable.hpp"
#include "base/files/system_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace slipway::storage {

Result<std::unique_ptr<SparseFile>> SparseFile::create(const Path& path, std::uint64_t size) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, private_file_mode));
    if (!fd) return last_error("create", path);
    if (::ftruncate(fd.get(), static_cast<off_t>(size)) != 0) return last_error("truncate", path);
    return std::unique_ptr<SparseFile>(new SparseFile(std::move(fd), path));
}

Result<std::unique_ptr<SparseFile>> SparseFile::open(const Path& path) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!fd) return last_error("open", path);
    return std::unique_ptr<SparseFile>(new SparseFile(std::move(fd), path));
}

Result<std::size_t> SparseFile::read_into(std::uint64_t offset, std::span<char> into) const {
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

Result<std::uint64_t> SparseFile::size() const {
    struct stat status {};
    if (::fstat(fd_.get(), &status) != 0) return last_error("stat", path_);
    return static_cast<std::uint64_t>(status.st_size);
}

Result<> SparseFile::write(std::uint64_t offset, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return last_error("write", path_);
        offset += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<> SparseFile::cut() {
    if (::ftruncate(fd_.get(), 0) != 0) return last_error("truncate", path_);
    return {};
}

}  // namespace slipway::storage
