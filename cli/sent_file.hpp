#pragma once

#include "base/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace slipway::cli {

/// A file that is sent as a body of announced size. One thread at a time.
class SentFile {
public:
    /// Opens the file. Returns false, with errno, if it cannot be read.
    bool open(const std::filesystem::path& path, std::uint64_t announced_size);

    /// Reads up to `size` bytes; 0 at the end. Returns nothing if reading failed, or if the file ends before the
    /// announced size, because the server would wait in vain for the rest.
    std::optional<std::size_t> read(char* buffer, std::size_t size);
    /// Goes to another position, as lseek does. Returns false if that failed.
    bool seek(std::int64_t offset, int origin);

    /// Returns whether the file ended before the announced size.
    bool has_shrunk() const { return has_shrunk_; }

private:
    UniqueFd fd_;
    std::uint64_t announced_size_ = 0;
    std::uint64_t position_ = 0;
    bool has_shrunk_ = false;
};

}  // namespace slipway::cli
