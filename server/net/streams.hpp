#pragma once

#include "server/net/asio.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace slipway::net {

/// Whether more bytes follow at once: the kernel may then wait for them before it sends a packet.
enum class More : unsigned char { no, yes };

/// A connection's bytes. Every operation does a part of the work and returns how much, so that the caller can move its
/// deadline; 0 means that the stream has ended or failed. One coroutine at a time reads or writes.
class PlainStream {
public:
    static constexpr bool encrypted = false;

    explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

    awaitable<bool> handshake();
    awaitable<std::size_t> read_some(asio::mutable_buffer into);
    awaitable<std::size_t> write_some(asio::const_buffer bytes, More more);
    /// Sends at most `length` bytes of an open file by sendfile.
    awaitable<std::size_t> send_file_some(int fd, std::uint64_t offset, std::uint64_t length);
    /// Tells the peer that nothing more comes.
    awaitable<> finish_writing();

    Socket& socket() { return socket_; }

private:
    ssize_t after_system_call(ssize_t result);

    Socket socket_;
    error_code error_;
};

class TlsStream {
public:
    static constexpr bool encrypted = true;

    TlsStream(Socket socket, const std::shared_ptr<asio::ssl::context>& context)
        : stream_(std::move(socket), *context) {}

    awaitable<bool> handshake();
    awaitable<std::size_t> read_some(asio::mutable_buffer into);
    awaitable<std::size_t> write_some(asio::const_buffer bytes, More more);
    /// Reads a piece of the file (blocks for it, if it is not cached) and writes it.
    awaitable<std::size_t> send_file_some(int fd, std::uint64_t offset, std::uint64_t length);
    awaitable<> finish_writing();

    Socket& socket() { return stream_.next_layer(); }

private:
    asio::ssl::stream<Socket> stream_;
    std::string piece_;  // of a file
    error_code error_;
};

}  // namespace slipway::net
