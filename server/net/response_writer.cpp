#include "server/net/response_writer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/uio.h>
#include <unistd.h>

namespace slipway::net {
namespace {

constexpr std::size_t joined_body = 16 * 1024;  // up to here copying is cheaper than a second system call
constexpr std::uint64_t turn = 1024 * 1024;     // bytes after which other connections of the thread have theirs

asio::const_buffer text_of(const http::Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return asio::buffer(*text);
    if (const auto* bytes = std::get_if<http::Window<SharedBytes>>(&body)) {
        return asio::buffer(bytes->of->data() + bytes->offset, bytes->length);
    }
    return {};
}

bool is_cached(int fd, std::uint64_t offset) {
    char byte = 0;
    iovec into{&byte, 1};
    // A filesystem that cannot tell (EOPNOTSUPP) counts as cached.
    return ::preadv2(fd, &into, 1, static_cast<off_t>(offset), RWF_NOWAIT) >= 0 || errno != EAGAIN;
}

void read_through(int fd, std::uint64_t offset, std::uint64_t length) {
    std::array<char, 128 * 1024> buffer;
    while (length > 0) {
        const auto wanted = std::min<std::uint64_t>(length, buffer.size());
        const auto got = ::pread(fd, buffer.data(), wanted, static_cast<off_t>(offset));
        if (got <= 0) return;  // the write that follows meets and reports it
        offset += static_cast<std::uint64_t>(got);
        length -= static_cast<std::uint64_t>(got);
    }
}

}  // namespace

template <class Stream>
void ResponseWriter<Stream>::progressed(std::size_t bytes) {
    sent_ += bytes;
    deadline_ = std::chrono::steady_clock::now() + stall_;
}

template <class Stream>
awaitable<bool> ResponseWriter<Stream>::write(const http::Response& response, const ResponseFrame& frame, Parts parts) {
    render_head(response, frame, head_);
    sent_ = 0;
    const bool with_body = parts == Parts::head_and_body && may_have_body(response.status);
    const auto* rope = with_body ? std::get_if<http::Window<SharedRope>>(&response.body) : nullptr;
    auto text = with_body ? text_of(response.body) : asio::const_buffer();
    if (text.size() <= joined_body) {
        head_.append(static_cast<const char*>(text.data()), text.size());
        text = asio::const_buffer();
    }

    const auto more = rope != nullptr || text.size() > 0 ? More::yes : More::no;
    bool alive = co_await write_text(asio::buffer(head_), more);
    if (alive && text.size() > 0) alive = co_await write_text(text, More::no);
    if (alive && rope != nullptr) alive = co_await write_rope(*rope);
    deadline_ = Watchdog::never;
    co_return alive;
}

template <class Stream>
awaitable<bool> ResponseWriter<Stream>::write_continue() {
    const bool alive = co_await write_text(asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), More::no);
    deadline_ = Watchdog::never;
    co_return alive;
}

template <class Stream>
awaitable<bool> ResponseWriter<Stream>::write_text(asio::const_buffer text, More more) {
    std::uint64_t in_this_turn = 0;
    progressed(0);
    while (text.size() > 0) {
        const auto piece = asio::buffer(text, turn);
        const std::size_t sent = co_await stream_.write_some(piece, more);
        if (sent == 0) co_return false;
        progressed(sent);
        text += sent;
        in_this_turn += sent;
        if (in_this_turn < turn || text.size() == 0) continue;
        in_this_turn = 0;
        co_await asio::post(stream_.socket().get_executor(), use_awaitable);
    }
    co_return true;
}

template <class Stream>
awaitable<bool> ResponseWriter<Stream>::write_rope(const http::Window<SharedRope>& window) {
    http::RopeCursor cursor(*window.of, window.offset, window.length);
    while (const auto piece = cursor.next()) {
        bool alive = true;
        if (piece->fd < 0)
            alive = co_await write_text(asio::buffer(piece->text), More::no);
        else
            alive = co_await write_file(piece->fd, piece->offset, piece->length);
        if (!alive) co_return false;
    }
    co_return true;
}

template <class Stream>
awaitable<bool> ResponseWriter<Stream>::write_file(int fd, std::uint64_t offset, std::uint64_t length) {
    while (length > 0) {
        auto left = std::min(length, turn);
        length -= left;
        co_await warm_up(fd, offset, left);
        progressed(0);
        while (left > 0) {
            const std::size_t sent = co_await stream_.send_file_some(fd, offset, left);
            if (sent == 0) co_return false;
            progressed(sent);
            offset += sent;
            left -= sent;
        }
        if (length > 0) co_await asio::post(stream_.socket().get_executor(), use_awaitable);
    }
    co_return true;
}

template <class Stream>
awaitable<> ResponseWriter<Stream>::warm_up(int fd, std::uint64_t offset, std::uint64_t length) {
    if (is_cached(fd, offset) && is_cached(fd, offset + length - 1)) co_return;
    deadline_ = Watchdog::never;
    auto job = [fd, offset, length] { read_through(fd, offset, length); };
    co_await disk_.run(std::move(job));
}

template class ResponseWriter<PlainStream>;
template class ResponseWriter<TlsStream>;

}  // namespace slipway::net
