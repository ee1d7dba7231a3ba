// A package that is being downloaded. The name of the partial file has the beginning of the digest, so that only pieces
// of the same bytes are ever joined. The bytes at a URL of the server never change, and a version that was published
// with other bytes has another partial file.
#include "cli/partial_file.hpp"

#include "cli/file_digest.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::cli {
namespace {

constexpr std::size_t digits_in_name = 16;
constexpr mode_t mode_of_new = 0666;  // less the umask

/// Returns false with errno.
bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

Error PartialFile::io_error(int error) const { return {Fault::io, path_.string() + ": " + std::strerror(error)}; }

Result<PartialFile> PartialFile::open(const std::filesystem::path& final_path, const Sha256& digest, std::uint64_t size,
                                      Progress& progress) {
    auto path = final_path;
    path += "." + digest.hex().substr(0, digits_in_name) + ".part";
    PartialFile file(UniqueFd(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, mode_of_new)), digest,
                     progress);
    file.path_ = std::move(path);
    file.final_path_ = final_path;
    file.total_ = size;
    if (!file.fd_) return file.io_error(errno);
    if (::flock(file.fd_.get(), LOCK_EX | LOCK_NB) != 0)
        return Error(Fault::busy, file.path_.string() + ": another process is writing it");
    struct stat status {};
    if (::fstat(file.fd_.get(), &status) != 0) return file.io_error(errno);
    file.has_ = static_cast<std::uint64_t>(status.st_size);
    if (file.has_ > size) TRY(file.clear());
    return file;
}

Result<PartialFile> PartialFile::open_nameless(const Sha256& digest, std::uint64_t size, Progress& progress) {
    auto path = (std::filesystem::temp_directory_path() / "slipway-XXXXXX").string();
    PartialFile file(UniqueFd(::mkostemp(path.data(), O_APPEND | O_CLOEXEC)), digest, progress);
    file.path_ = path;
    file.total_ = size;
    if (!file.fd_ || ::unlink(path.c_str()) != 0) return file.io_error(errno);
    return file;
}

Result<> PartialFile::clear() {
    if (::ftruncate(fd_.get(), 0) != 0) return io_error(errno);
    has_ = 0;
    return {};
}

bool PartialFile::begin(std::uint64_t from) {
    if (from == has_) return true;
    const auto cleared = clear();
    if (!cleared.ok()) failure_ = cleared.error();
    return cleared.ok();
}

bool PartialFile::take(std::string_view bytes) {
    if (bytes.size() > total_ - has_) {
        failure_ = Error(Fault::corrupt, path_.string() + ": the server sends more bytes than the package has");
        return false;
    }
    if (!write_all(fd_.get(), bytes)) {
        failure_ = io_error(errno);
        return false;
    }
    has_ += bytes.size();
    progress_->show(has_, total_);
    return true;
}

Result<bool> PartialFile::is_right() const {
    if (has_ != total_) return false;
    if (::lseek(fd_.get(), 0, SEEK_SET) != 0) return io_error(errno);
    return TRY(digest_of_file(fd_.get(), path_.string())) == digest_;
}

Result<> PartialFile::finish() {
    if (::rename(path_.c_str(), final_path_.c_str()) != 0) return io_error(errno);
    return {};
}

Result<> PartialFile::copy_to(int fd) const {
    if (::lseek(fd_.get(), 0, SEEK_SET) != 0) return io_error(errno);
    std::array<char, 65536> buffer{};
    while (true) {
        const auto count = ::read(fd_.get(), buffer.data(), buffer.size());
        if (count < 0) return io_error(errno);
        if (count == 0) return {};
        if (!write_all(fd, {buffer.data(), static_cast<std::size_t>(count)}))
            return Error(Fault::io, std::string("standard output: ") + std::strerror(errno));
    }
}

void PartialFile::discard() const {
    if (!final_path_.empty()) ::unlink(path_.c_str());
}

}  // namespace slipway::cli
