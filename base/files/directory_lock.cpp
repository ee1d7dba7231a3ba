#include "base/files/directory_lock.hpp"

#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>

namespace slipway {
namespace {

Error last_error(std::string_view verb, const Path& path) {
    const int code = errno;
    if (code == ELOOP)
        return Error(Fault::unsupported, path.string() + " is a symbolic link, which is not followed; remove it");
    return Error(code == ENOENT ? Fault::not_found : Fault::io,
                 std::string(verb) + " " + path.string() + ": " + std::generic_category().message(code));
}

/// Returns " (process 4711)", or nothing if the holder has not written its id.
std::string holder_of(int fd) {
    std::array<char, 32> buffer{};
    const auto length = ::pread(fd, buffer.data(), buffer.size(), 0);
    if (length <= 0) return "";
    const auto number = parse_decimal(trimmed({buffer.data(), static_cast<std::size_t>(length - 1)}));
    return number ? " (process " + std::to_string(*number) + ")" : "";
}

}  // namespace

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const Path& data_directory) {
    const Path path = data_directory / "lock";
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640));
    if (!fd) return last_error("open", path);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return last_error("lock", path);
        return Error(Fault::busy, data_directory.string() + " is in use by another slipwayd" + holder_of(fd.get()));
    }
    const std::string holder = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), holder.data(), holder.size(), 0) < 0)
        return last_error("write", path);
    return std::unique_ptr<DirectoryLock>(new DirectoryLock(std::move(fd)));
}

}  // namespace slipway
