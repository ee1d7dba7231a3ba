#pragma once

#include "server/net/exchange.hpp"

#include <cstddef>

namespace slipway::net {

/// Reads the heads of a connection's requests, one after another. It never waits: its caller waits in the direction
/// `awaited` and calls it again. Sets the exchange's deadline while the client has to send something.
template <class Stream>
class HeadReader {
public:
    enum class Head : unsigned char {
        complete,
        refused,  // `failure` of the exchange says why
        incomplete,
        ended  // there is none
    };

    /// `exchange` outlives this.
    explicit HeadReader(Exchange<Stream>& exchange) : x_(exchange) {}

    /// Begins with the next request, part of which may have arrived.
    Head begin();
    /// Goes on after more bytes may have arrived.
    Head go_on();
    /// Ends the reading: the wait was cancelled, or the peer has closed.
    Head end_of_input();

    Attempt::Outcome awaited() const { return awaited_; }
    /// Returns whether nothing of a request has arrived, so that the connection may be closed at any time.
    bool is_idle() const { return idle_; }

private:
    Head go_idle();
    Head parse_buffered();
    void skip_blank_lines();
    void received(std::size_t bytes);

    Exchange<Stream>& x_;
    Attempt::Outcome awaited_ = Attempt::Outcome::needs_reading;
    std::size_t blank_ = 0;  // bytes of line ends before the head
    bool idle_ = false;
};

extern template class HeadReader<PlainStream>;
extern template class HeadReader<TlsStream>;

}  // namespace slipway::net
