#include "base/stream.hpp"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway {

Result<FileBytes> FileBytes::of(int fd) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) return Error(Fault::io, std::string("fstat: ") + std::strerror(errno));
    return FileBytes(fd, static_cast<std::uint64_t>(status.st_size));
}

Result<std::string> FileBytes::read(std::uint64_t offset, std::size_t length) const {
    if (offset >= size_) return std::string();
    if (length > size_ - offset) length = static_cast<std::size_t>(size_ - offset);
    std::string bytes(length, '\0');
    std::size_t done = 0;
    while (done < length) {
        const ssize_t n = ::pread(fd_, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return Error(Fault::io, std::string("pread: ") + std::strerror(errno));
        if (n == 0) break;
        done += static_cast<std::size_t>(n);
    }
    bytes.resize(done);
    return bytes;
}

}  // namespace slipway
