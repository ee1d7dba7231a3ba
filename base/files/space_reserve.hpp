#pragma once

#include "base/files/file_system.hpp"

#include <cstdint>
#include <mutex>

namespace slipway {

/// A file of a fixed size that reserves space for changes that must succeed on a full disk, such as revocations and
/// purges. It is freed before such a change and filled again when there is space. Thread-safe.
class SpaceReserve {
public:
    /// Enough for the catalog's log and the indexes of a purge on a disk that is full to the last byte.
    static constexpr std::uint64_t usual_bytes = std::uint64_t{32} << 20;

    explicit SpaceReserve(const Path& data_directory, std::uint64_t bytes = usual_bytes)
        : file_(data_directory / "reserve"), bytes_(bytes) {}

    /// Fills the reserve if at least as many bytes stay free afterwards; otherwise does nothing. Blocks. Faults: io.
    Result<> fill();
    /// Frees the space if the disk has less free than the size of the reserve. Blocks. Faults: io.
    Result<> make_room();

private:
    Result<std::uint64_t> free_bytes() const;

    const Path file_;
    const std::uint64_t bytes_;
    std::mutex mutex_;  // one change at a time
};

}  // namespace slipway
