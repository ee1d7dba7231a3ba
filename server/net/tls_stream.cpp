// OpenSSL writes one record at a time. The records of a piece go to the kernel with MSG_MORE while more
// follows, so that it fills its packets; it sends at the latest when the socket's buffer is full. Plain bytes of files
// pass through one buffer per thread: what OpenSSL has not taken is read again from the file, so that a client that
// reads nothing holds one record and no piece.
#include "server/net/tls_stream.hpp"

#include "server/net/page_cache.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace slipway::net {
namespace {

using Outcome = Attempt::Outcome;

constexpr std::size_t record_size = 16 * 1024;  // the protocol's largest
constexpr std::size_t piece_size = 4 * record_size;
thread_local std::array<char, piece_size> piece;

}  // namespace

Attempt TlsStream::attempt_of(int result, std::size_t bytes) const {
    if (result > 0) return {Outcome::moved, bytes};
    switch (::SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ: return {Outcome::needs_reading};
        case SSL_ERROR_WANT_WRITE: return {Outcome::needs_writing};
        default: break;
    }
    ::ERR_clear_error();  // the thread's queue would be taken for the next connection's
    return {};
}

Attempt TlsStream::handshake() {
    error_code error;
    socket_.native_non_blocking(true, error);
    if (error || !session_) return {};
    if (transport_.socket < 0) {
        transport_.socket = socket_.native_handle();
        if (!attach(*session_, transport_)) return {};
    }
    return attempt_of(::SSL_accept(session_.get()), 0);
}

Attempt TlsStream::read(asio::mutable_buffer into) {
    std::size_t got = 0;
    const int result = ::SSL_read_ex(session_.get(), into.data(), into.size(), &got);
    return attempt_of(result, got);
}

Attempt TlsStream::write(asio::const_buffer bytes, More more) {
    const auto whole = std::min(bytes.size(), piece_size);
    const auto* from = static_cast<const char*>(bytes.data());
    std::size_t done = 0;
    while (done < whole) {
        const auto record = std::min(whole - done, record_size);
        transport_.more = done + record < bytes.size() ? More::yes : more;
        std::size_t sent = 0;
        const int result = ::SSL_write_ex(session_.get(), from + done, record, &sent);
        if (result != 1) {
            owed_ = record;
            const auto stopped = attempt_of(result, 0);
            if (done == 0 || stopped.outcome == Outcome::over) return stopped;
            return {Outcome::moved, done};  // the next attempt meets the obstacle again
        }
        done += sent;
    }
    owed_ = 0;
    return {Outcome::moved, done};
}

Attempt TlsStream::send_file(const FileRun& run, More more) {
    auto got = read_cached(run, piece);
    // What OpenSSL has begun to encrypt must be offered again whole.
    const bool enough = got.outcome == Outcome::moved && got.bytes >= owed_;
    if (!enough && got.outcome != Outcome::over) {
        if (!may_block_) return {Outcome::needs_disk};
        const auto wanted = std::min<std::uint64_t>(run.length, piece_size);
        const auto read = ::pread(run.fd, piece.data(), wanted, static_cast<off_t>(run.offset));
        got = read > 0 ? Attempt{Outcome::moved, static_cast<std::size_t>(read)} : Attempt{};
    }
    may_block_ = false;
    if (got.outcome != Outcome::moved) return got;
    const bool more_of_file = got.bytes < run.length;
    return write(asio::buffer(piece.data(), got.bytes), more_of_file ? More::yes : more);
}

void TlsStream::finish_writing() {
    // Only one's own half: the peer's may take its time, and a socket too full for it is about to be closed anyway.
    if (::SSL_is_init_finished(session_.get()) == 1) ::SSL_shutdown(session_.get());
    ::ERR_clear_error();
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

bool TlsStream::has_buffered() const { return !transport_.ahead.empty() || ::SSL_has_pending(session_.get()) == 1; }

}  // namespace slipway::net
