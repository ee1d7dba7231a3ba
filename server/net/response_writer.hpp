#pragma once

#include "server/http/rope.hpp"
#include "server/net/deadlines.hpp"
#include "server/net/lanes.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/response_head.hpp"
#include "server/net/tls_stream.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace slipway::net {

enum class Parts : unsigned char { head, head_and_body };
enum class Written : unsigned char { all, not_yet, failed };

/// Writes responses, one after another: a small body together with the head, a rope by sendfile. Ordinary calls write
/// what the socket accepts at once; a coroutine begins only if it has to wait. The deadline is set for such waits and
/// moved whenever the client reads bytes, so a slow client may take its time, while one that never reads is given up.
template <class Stream>
class ResponseWriter {
public:
    /// `spare` is memory for a head, lent while a response is under way and shared by all writers of the thread.
    ResponseWriter(Stream& stream, Lanes& lanes, Deadlines::Time& deadline, std::chrono::seconds stall,
                   std::string& spare)
        : stream_(stream), lanes_(lanes), deadline_(deadline), stall_(stall), spare_(spare) {}

    /// Begins a response and writes what can be written without waiting. If it returns `not_yet`, `finish` must follow.
    Written begin(http::Response response, const ResponseFrame& frame, Parts parts);
    /// Begins "100 Continue" in the same way.
    Written begin_continue();
    /// Waits and writes until all is written. Returns false if the connection failed.
    awaitable<bool> finish();
    /// Returns the size of the last response, head included.
    std::uint64_t sent() const { return sent_; }

private:
    void lay_out(Parts parts);
    Written go_on();
    bool take_next_part();
    Attempt attempt();
    void progressed(std::size_t bytes);
    awaitable<> wait_for_obstacle();
    void read_some();
    void take_read();
    void end();

    Stream& stream_;
    Lanes& lanes_;
    Deadlines::Time& deadline_;
    const std::chrono::seconds stall_;
    std::string& spare_;

    // These belong to the response under way, in the order in which they are sent.
    http::Response response_;
    std::string head_;
    asio::const_buffer text_;  // what is left of the head or of a text within the rope
    asio::const_buffer body_;  // too long to be sent with the head
    std::optional<http::RopeCursor> rope_;
    const ByteSource* source_ = nullptr;
    FileRun file_;      // what is left of a run of `source_`; without a descriptor it is read into `read_`
    std::string read_;  // `text_` is then a part of it
    More more_ = More::no;

    std::uint64_t sent_ = 0;
    std::uint64_t turn_left_ = 0;
    bool took_some_ = false;  // since the deadline was set
    Attempt::Outcome obstacle_ = Attempt::Outcome::moved;
    error_code error_;
};

extern template class ResponseWriter<PlainStream>;
extern template class ResponseWriter<TlsStream>;

}  // namespace slipway::net
