#pragma once

#include <cstddef>
#include <cstdint>

namespace slipway::net {

/// The result of one attempt to move bytes. An attempt never blocks; the caller waits for what it needs.
struct Attempt {
    enum class Outcome : unsigned char {
        moved,          // `bytes` of them, at least one
        needs_reading,  // try again when the socket can be read
        needs_writing,  // … can be written
        needs_disk,     // the file's bytes are not in the page cache
        over,           // the stream has ended or failed
    };

    Outcome outcome = Outcome::over;
    std::size_t bytes = 0;
};

/// Whether more bytes follow at once. If so the kernel may wait for them before it sends a packet.
enum class More : unsigned char { no, yes };

/// A run of bytes in an open file.
struct FileRun {
    int fd = -1;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;

    bool operator==(const FileRun&) const = default;
};

}  // namespace slipway::net
