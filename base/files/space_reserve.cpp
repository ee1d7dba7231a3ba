#include "base/files/space_reserve.hpp"

#include "base/unique_fd.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>

namespace slipway {
namespace {

constexpr mode_t private_mode = 0600;

Error failed(const char* verb, const Path& file, int error) {
    return Error(Fault::io, std::string(verb) + " " + file.string() + ": " + std::generic_category().message(error));
}

}  // namespace

Result<std::uint64_t> SpaceReserve::free_bytes() const {
    struct statvfs space {};
    if (::statvfs(file_.parent_path().c_str(), &space) != 0) return failed("statvfs", file_.parent_path(), errno);
    return std::uint64_t{space.f_bavail} * space.f_frsize;
}

Result<> SpaceReserve::fill() {
    const std::lock_guard lock(mutex_);
    const UniqueFd fd(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, private_mode));
    if (!fd) return failed("open", file_, errno);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return failed("stat", file_, errno);
    if (static_cast<std::uint64_t>(status.st_size) >= bytes_) return {};
    if (TRY(free_bytes()) < 2 * bytes_) return {};
    const int error = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(bytes_));
    if (error == 0 || error == ENOSPC) return {};  // others were quicker: the next time
    return failed("allocate", file_, error);
}

Result<> SpaceReserve::make_room() {
    const std::lock_guard lock(mutex_);
    if (TRY(free_bytes()) >= bytes_) return {};
    const UniqueFd fd(::open(file_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_TRUNC));
    if (!fd && errno != ENOENT) return failed("truncate", file_, errno);
    return {};
}

}  // namespace slipway
