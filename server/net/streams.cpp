// Plain streams write by system calls at once and wait only when the socket is full: an answer that fits costs one
// system call and no turn of the event loop. A call's result is looked at by ordinary functions, as a coroutine that
// does nothing but wait is the easiest to keep right.
#include "server/net/streams.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

namespace slipway::net {
namespace {

constexpr std::size_t tls_piece = 64 * 1024;
constexpr ssize_t must_wait = -1;

}  // namespace

awaitable<bool> PlainStream::handshake() {
    socket_.native_non_blocking(true, error_);
    co_return !error_;
}

awaitable<std::size_t> PlainStream::read_some(asio::mutable_buffer into) {
    const std::size_t got = co_await socket_.async_read_some(into, asio::redirect_error(use_awaitable, error_));
    co_return error_ ? 0 : got;
}

/// `must_wait` when the socket is full, 0 on failure.
ssize_t PlainStream::after_system_call(ssize_t result) {
    if (result > 0) return result;
    if (result < 0 && (errno == EAGAIN || errno == EINTR)) return must_wait;
    return 0;  // sendfile also returns 0 where the file is shorter than it should be
}

awaitable<std::size_t> PlainStream::write_some(asio::const_buffer bytes, More more) {
    const int flags = MSG_NOSIGNAL | (more == More::yes ? MSG_MORE : 0);
    while (true) {
        const auto sent = after_system_call(::send(socket_.native_handle(), bytes.data(), bytes.size(), flags));
        if (sent != must_wait) co_return static_cast<std::size_t>(sent);
        co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(use_awaitable, error_));
        if (error_) co_return 0;
    }
}

awaitable<std::size_t> PlainStream::send_file_some(int fd, std::uint64_t offset, std::uint64_t length) {
    while (true) {
        auto from = static_cast<off_t>(offset);
        const auto sent = after_system_call(::sendfile(socket_.native_handle(), fd, &from, length));
        if (sent != must_wait) co_return static_cast<std::size_t>(sent);
        co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(use_awaitable, error_));
        if (error_) co_return 0;
    }
}

awaitable<> PlainStream::finish_writing() {
    socket_.shutdown(Socket::shutdown_send, error_);
    co_return;
}

awaitable<bool> TlsStream::handshake() {
    co_await stream_.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(use_awaitable, error_));
    co_return !error_;
}

awaitable<std::size_t> TlsStream::read_some(asio::mutable_buffer into) {
    const std::size_t got = co_await stream_.async_read_some(into, asio::redirect_error(use_awaitable, error_));
    co_return error_ ? 0 : got;
}

awaitable<std::size_t> TlsStream::write_some(asio::const_buffer bytes, More) {
    const auto piece = asio::buffer(bytes, tls_piece);
    const std::size_t sent = co_await stream_.async_write_some(piece, asio::redirect_error(use_awaitable, error_));
    co_return error_ ? 0 : sent;
}

awaitable<std::size_t> TlsStream::send_file_some(int fd, std::uint64_t offset, std::uint64_t length) {
    piece_.resize(std::min<std::uint64_t>(tls_piece, length));
    const ssize_t got = ::pread(fd, piece_.data(), piece_.size(), static_cast<off_t>(offset));
    if (got <= 0) co_return 0;
    const auto piece = asio::buffer(piece_.data(), static_cast<std::size_t>(got));
    const std::size_t sent = co_await stream_.async_write_some(piece, asio::redirect_error(use_awaitable, error_));
    co_return error_ ? 0 : sent;
}

awaitable<> TlsStream::finish_writing() {
    co_await stream_.async_shutdown(asio::redirect_error(use_awaitable, error_));
}

}  // namespace slipway::net
