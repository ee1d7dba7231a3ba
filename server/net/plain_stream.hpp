#pragma once

#include "server/net/asio.hpp"
#include "server/net/attempt.hpp"
#include "server/net/read_ahead.hpp"

namespace slipway::net {

/// The bytes of a connection without TLS. One coroutine at a time may use it, on the socket's thread.
class PlainStream {
public:
    static constexpr bool encrypted = false;

    explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

    /// Returns `moved` if requests may come.
    Attempt handshake();
    Attempt read(asio::mutable_buffer into);
    Attempt write(asio::const_buffer bytes, More more);
    /// Sends from an open file by sendfile. The kernel keeps a packet that is not full until `More::no` was written.
    Attempt send_file(const FileRun& run, More more);
    /// Says that a run has been read in, so that the next attempts treat it as cached.
    void assume_cached(const FileRun& run);
    /// Tells the peer that nothing more follows.
    void finish_writing();
    /// The number of bytes that a read would find without the socket.
    bool has_buffered() const { return !ahead_.empty(); }

    Socket& socket() { return socket_; }
    /// The bytes that a wait has read; the next `read` begins with them.
    ReadAhead& ahead() { return ahead_; }

private:
    bool is_known_to_be_cached(const FileRun& run) const;
    void hold_packets(More more);

    Socket socket_;
    ReadAhead ahead_;
    More held_ = More::no;
    FileRun cached_;  // what was found in the page cache last
};

}  // namespace slipway::net
