#pragma once

#include "base/files/file_system.hpp"

#include <cstdint>
#include <mutex>

namespace slipway {

/// A file of a fixed size that holds space for what must go through on a full disk: taking away rights and bytes. Given
/// up before such a change, it is filled again when there is space. Thread-safe.
class SpaceReserve {
public:
    /// For the catalog's log and the indexes of a purge on a disk that is full to the last byte.
    static constexpr std::uint64_t usual_bytes = std::uint64_t{32} << 20;

    explicit SpaceReserve(const Path& data_directory, std::uint64_t bytes = usual_bytes)
        : file_(data_directory / "reserve"), bytes_(bytes) {}

    /// Fills the reserve while at least as many bytes would stay free beside it; else leaves it as it is. Blocks.
    /// Faults: io.
    Result<> fill();
    /// Gives the space up if the disk has less than the reserve's size free. Blocks. Faults: io.
    Result<> make_room();

private:
    Result<std::uint64_t> free_bytes() const;

    const Path file_;
    const std::uint64_t bytes_;
    std::mutex mutex_;  // one change at a time
};

}  // namespace slipway
