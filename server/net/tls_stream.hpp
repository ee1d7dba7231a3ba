#pragma once

#include "server/net/asio.hpp"
#include "server/net/attempt.hpp"
#include "server/net/tls.hpp"
#include "server/net/tls_transport.hpp"

namespace slipway::net {

/// The bytes of a connection under TLS, by OpenSSL on the socket itself. One coroutine at a time may use it, on the
/// socket's thread. An attempt to write that has to wait must be repeated with the same bytes, or more after them.
class TlsStream {
public:
    static constexpr bool encrypted = true;

    /// If `session` is null the handshake fails.
    TlsStream(Socket socket, TlsSession session) : socket_(std::move(socket)), session_(std::move(session)) {}

    Attempt handshake();
    Attempt read(asio::mutable_buffer into);
    Attempt write(asio::const_buffer bytes, More more);
    /// Reads a piece of the file into a buffer of the thread and writes it.
    Attempt send_file(const FileRun& run, More more);
    void assume_cached(const FileRun&) { may_block_ = true; }
    void finish_writing();
    bool has_buffered() const;

    Socket& socket() { return socket_; }
    /// Puts back what a wait has read: the next attempt begins with it.
    ReadAhead& ahead() { return transport_.ahead; }

private:
    Attempt attempt_of(int result, std::size_t bytes) const;

    Socket socket_;
    TlsTransport transport_;  // the handshake attaches it: from then on the stream must not move
    TlsSession session_;
    std::size_t owed_ = 0;    // bytes of the record to be offered again
    bool may_block_ = false;  // the next piece of a file was just read in
};

}  // namespace slipway::net
