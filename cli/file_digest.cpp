#include "cli/file_digest.hpp"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace slipway::cli {

Result<Sha256> digest_of_file(int fd, const std::string& path) {
    constexpr std::size_t read_at_once = 256 * 1024;
    Sha256Hasher hasher;
    std::string buffer(read_at_once, '\0');
    while (true) {
        const auto count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0) return Error(Fault::io, path + ": " + std::strerror(errno));
        if (count == 0) return hasher.finish();
        hasher.update({buffer.data(), static_cast<std::size_t>(count)});
    }
}

}  // namespace slipway::cli
