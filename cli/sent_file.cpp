#include "cli/sent_file.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace slipway::cli {

bool SentFile::open(const std::filesystem::path& path, std::uint64_t announced_size) {
    fd_.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    announced_size_ = announced_size;
    return static_cast<bool>(fd_);
}

std::optional<std::size_t> SentFile::read(char* buffer, std::size_t size) {
    const auto count = ::read(fd_.get(), buffer, size);
    if (count < 0) return std::nullopt;
    position_ += static_cast<std::uint64_t>(count);
    has_shrunk_ = count == 0 && position_ < announced_size_;
    if (has_shrunk_) return std::nullopt;
    return static_cast<std::size_t>(count);
}

bool SentFile::seek(std::int64_t offset, int origin) {
    const auto reached = ::lseek(fd_.get(), offset, origin);
    if (reached < 0) return false;
    position_ = static_cast<std::uint64_t>(reached);
    return true;
}

}  // namespace slipway::cli
