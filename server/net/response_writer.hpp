#pragma once

#include "server/http/rope.hpp"
#include "server/net/blocking_pool.hpp"
#include "server/net/response_head.hpp"
#include "server/net/streams.hpp"
#include "server/net/watchdog.hpp"

#include <chrono>
#include <string>

namespace slipway::net {

enum class Parts : unsigned char { head, head_and_body };

/// Writes responses: a small body together with the head, a rope by sendfile. The deadline is moved whenever bytes were
/// taken, so a slow client may take its time while one that never reads is given up.
template <class Stream>
class ResponseWriter {
public:
    ResponseWriter(Stream& stream, BlockingPool& disk, Watchdog::Time& deadline, std::chrono::seconds stall)
        : stream_(stream), disk_(disk), deadline_(deadline), stall_(stall) {}

    /// False when the connection failed. `response` stays until then.
    awaitable<bool> write(const http::Response& response, const ResponseFrame& frame, Parts parts);
    /// "100 Continue".
    awaitable<bool> write_continue();
    /// Bytes of the last response, head included.
    std::uint64_t sent() const { return sent_; }

private:
    awaitable<bool> write_text(asio::const_buffer text, More more);
    awaitable<bool> write_rope(const http::Window<SharedRope>& window);
    awaitable<bool> write_file(int fd, std::uint64_t offset, std::uint64_t length);
    /// Reads what is not in the page cache in the disk pool: sendfile would block the thread's every connection.
    awaitable<> warm_up(int fd, std::uint64_t offset, std::uint64_t length);
    void progressed(std::size_t bytes);

    Stream& stream_;
    BlockingPool& disk_;
    Watchdog::Time& deadline_;
    const std::chrono::seconds stall_;
    std::string head_;
    std::uint64_t sent_ = 0;
};

extern template class ResponseWriter<PlainStream>;
extern template class ResponseWriter<TlsStream>;

}  // namespace slipway::net
