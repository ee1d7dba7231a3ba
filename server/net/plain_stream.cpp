#include "server/net/plain_stream.hpp"

#include "server/net/page_cache.hpp"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

namespace slipway::net {
namespace {

using Outcome = Attempt::Outcome;

constexpr std::uint64_t probed_at_once = 1024 * 1024;

/// Returns the attempt of a system call that moved bytes; `wait` is what EAGAIN means.
Attempt attempt_of(ssize_t result, Outcome wait) {
    if (result > 0) return {Outcome::moved, static_cast<std::size_t>(result)};
    if (result < 0 && (errno == EAGAIN || errno == EINTR)) return {wait};
    return {};  // sendfile also returns 0 where the file is shorter than it should be
}

}  // namespace

Attempt PlainStream::handshake() {
    error_code error;
    socket_.native_non_blocking(true, error);
    return {error ? Outcome::over : Outcome::moved};
}

Attempt PlainStream::read(asio::mutable_buffer into) {
    if (!ahead_.empty()) return {Outcome::moved, ahead_.take(into)};
    return attempt_of(::recv(socket_.native_handle(), into.data(), into.size(), 0), Outcome::needs_reading);
}

Attempt PlainStream::write(asio::const_buffer bytes, More more) {
    const int flags = MSG_NOSIGNAL | (more == More::yes ? MSG_MORE : 0);
    const auto attempt =
        attempt_of(::send(socket_.native_handle(), bytes.data(), bytes.size(), flags), Outcome::needs_writing);
    if (more == More::no && attempt.bytes == bytes.size()) hold_packets(More::no);
    return attempt;
}

/// sendfile has no MSG_MORE: without this every short run of a rope would be a packet of its own.
void PlainStream::hold_packets(More more) {
    if (held_ == more) return;
    const int on = more == More::yes ? 1 : 0;
    if (::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_CORK, &on, sizeof on) == 0) held_ = more;
}

bool PlainStream::is_known_to_be_cached(const FileRun& run) const {
    return run.fd == cached_.fd && run.offset >= cached_.offset && run.offset < cached_.offset + cached_.length;
}

void PlainStream::assume_cached(const FileRun& run) { cached_ = run; }

Attempt PlainStream::send_file(const FileRun& run, More more) {
    auto window = run;
    window.length = std::min(run.length, probed_at_once);
    if (!is_known_to_be_cached(run)) {
        if (!is_cached(window)) return {Outcome::needs_disk};
        cached_ = window;
    }
    window.length = std::min(run.length, cached_.offset + cached_.length - run.offset);
    auto from = static_cast<off_t>(window.offset);
    const bool last = more == More::no && window.length == run.length;
    if (!last) hold_packets(More::yes);
    const auto sent = ::sendfile(socket_.native_handle(), window.fd, &from, window.length);
    const auto attempt = attempt_of(sent, Outcome::needs_writing);
    if (last && attempt.bytes == window.length) hold_packets(More::no);
    return attempt;
}

void PlainStream::finish_writing() {
    error_code ignored;  // a peer that has gone needs not be told
    socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace slipway::net
