#pragma once

#include "server/net/asio.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace slipway::net {

/// Bytes that arrived with the end of a wait. Waiting by reading saves a system call: Asio makes an `epoll_ctl` for
/// every wait for readiness, and none for a read. There is room for the head of a usual request; the rest of a longer
/// one is in the socket.
class ReadAhead {
public:
    /// Returns where the next read puts its bytes. Requires `empty`.
    asio::mutable_buffer space() { return asio::buffer(bytes_); }
    void hold(std::size_t count) { begin_ = 0, end_ = count; }
    bool empty() const { return begin_ == end_; }

    /// Moves as many bytes as fit into `into`, and returns their number.
    std::size_t take(asio::mutable_buffer into) {
        const auto count = std::min(into.size(), end_ - begin_);
        std::memcpy(into.data(), bytes_.data() + begin_, count);
        begin_ += count;
        return count;
    }

private:
    std::array<char, 512> bytes_{};
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace slipway::net
