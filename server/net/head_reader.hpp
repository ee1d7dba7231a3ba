#pragma once

#include "server/net/exchange.hpp"

#include <cstddef>

namespace slipway::net {

/// Reads the heads of a connection's requests, one after another. It never waits: its caller does, in the direction
/// `awaited` says, and goes on. Keeps the exchange's deadline while the client has to say something.
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

    /// Of the next request, part of which may be there.
    Head begin();
    /// There may be more.
    Head go_on();
    /// The wait was cancelled, or the peer has closed.
    Head end_of_input();

    Attempt::Outcome awaited() const { return awaited_; }
    /// Nothing of a request has come: the connection may be closed at any time.
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
