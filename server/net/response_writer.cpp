// A response is written by `go_on`, an ordinary function that attempts part after part until the socket is full, the
// file is not in memory, or the connection has had its turn. Only then a coroutine waits for that obstacle and calls
// `go_on` again. So the common answer, which fits into the socket, costs one system call and no coroutine frame.
#include "server/net/response_writer.hpp"

#include "server/net/free_memory_of.hpp"
#include "server/net/page_cache.hpp"

#include <algorithm>

namespace slipway::net {
namespace {

using Outcome = Attempt::Outcome;

constexpr std::size_t joined_body = 16 * 1024;  // up to here copying is cheaper than a second system call
constexpr std::uint64_t turn = 1024 * 1024;     // bytes after which other connections of the thread have theirs
constexpr std::uint64_t read_in_at_once = 1024 * 1024;
constexpr std::size_t copied_at_once = 64 * 1024;  // of a source without a descriptor; held until it is sent

asio::const_buffer text_of(const http::Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return asio::buffer(*text);
    if (const auto* bytes = std::get_if<http::Window<SharedBytes>>(&body)) {
        return asio::buffer(bytes->of->data() + bytes->offset, bytes->length);
    }
    return {};
}

}  // namespace

template <class Stream>
Written ResponseWriter<Stream>::begin(http::Response response, const ResponseFrame& frame, Parts parts) {
    response_ = std::move(response);
    head_.swap(spare_);
    render_head(response_, frame, head_);
    lay_out(may_have_body(response_.status) ? parts : Parts::head);
    sent_ = 0;
    turn_left_ = turn;
    return go_on();
}

template <class Stream>
Written ResponseWriter<Stream>::begin_continue() {
    head_ = "HTTP/1.1 100 Continue\r\n\r\n";
    lay_out(Parts::head);
    turn_left_ = turn;
    return go_on();
}

template <class Stream>
void ResponseWriter<Stream>::lay_out(Parts parts) {
    body_ = {};
    rope_.reset();
    source_ = nullptr;
    file_ = {};
    if (parts == Parts::head_and_body) {
        body_ = text_of(response_.body);
        if (const auto* rope = std::get_if<http::Window<SharedRope>>(&response_.body))
            rope_.emplace(*rope->of, rope->offset, rope->length);
    }
    if (body_.size() <= joined_body) {
        head_.append(static_cast<const char*>(body_.data()), body_.size());
        body_ = {};
    }
    text_ = asio::buffer(head_);
    more_ = body_.size() > 0 || (rope_ && !rope_->at_end()) ? More::yes : More::no;
}

/// False at the end of the response.
template <class Stream>
bool ResponseWriter<Stream>::take_next_part() {
    if (body_.size() > 0) {
        text_ = std::exchange(body_, {});
        more_ = More::no;
        return true;
    }
    const auto piece = rope_ ? rope_->next() : std::nullopt;
    if (!piece) return false;
    source_ = piece->source;
    if (source_ == nullptr)
        text_ = asio::buffer(piece->text);
    else
        file_ = {source_->descriptor(), piece->offset, piece->length};
    more_ = rope_->at_end() ? More::no : More::yes;
    return true;
}

template <class Stream>
Attempt ResponseWriter<Stream>::attempt() {
    if (text_.size() > turn_left_) return stream_.write(asio::buffer(text_, turn_left_), More::yes);
    if (text_.size() > 0) return stream_.write(text_, file_.length > 0 ? More::yes : more_);
    if (file_.fd < 0) return {Outcome::needs_disk};
    if (file_.length > turn_left_) return stream_.send_file({file_.fd, file_.offset, turn_left_}, More::yes);
    return stream_.send_file(file_, more_);
}

template <class Stream>
void ResponseWriter<Stream>::progressed(std::size_t bytes) {
    sent_ += bytes;
    turn_left_ -= std::min<std::uint64_t>(turn_left_, bytes);
    took_some_ = true;
    if (text_.size() > 0) {
        text_ += bytes;
    } else {
        file_.offset += bytes;
        file_.length -= bytes;
    }
}

template <class Stream>
Written ResponseWriter<Stream>::go_on() {
    while (true) {
        const bool something = text_.size() > 0 || file_.length > 0 || take_next_part();
        if (!something) break;
        obstacle_ = Outcome::moved;
        if (turn_left_ == 0) return Written::not_yet;
        const auto tried = attempt();
        obstacle_ = tried.outcome;
        if (tried.outcome == Outcome::over) {
            end();
            return Written::failed;
        }
        if (tried.outcome != Outcome::moved) return Written::not_yet;
        progressed(tried.bytes);
    }
    end();
    return Written::all;
}

/// An idle connection keeps neither memory nor an old tree's bodies.
template <class Stream>
void ResponseWriter<Stream>::end() {
    rope_.reset();
    free_memory_of(response_);
    text_ = {};
    source_ = nullptr;
    file_ = {};
    read_ = std::string();
    if (head_.capacity() > spare_.capacity()) head_.swap(spare_);
    head_ = std::string();
}

template <class Stream>
awaitable<bool> ResponseWriter<Stream>::finish() {
    auto written = Written::not_yet;
    took_some_ = true;
    while (written == Written::not_yet) {
        co_await wait_for_obstacle();
        written = error_ ? Written::failed : go_on();
    }
    deadline_ = Deadlines::never;
    co_return written == Written::all;
}

template <class Stream>
awaitable<> ResponseWriter<Stream>::wait_for_obstacle() {
    error_.clear();
    if (obstacle_ == Outcome::moved) {
        turn_left_ = turn;
        co_await asio::post(stream_.socket().get_executor(), use_awaitable);
    } else if (obstacle_ == Outcome::needs_disk && file_.fd < 0) {
        deadline_ = Deadlines::never;
        took_some_ = true;
        auto job = [this] { read_some(); };
        co_await lanes_.run(stream_.socket().get_executor(), http::Work::fetching, 0, std::move(job));
        take_read();
    } else if (obstacle_ == Outcome::needs_disk) {
        deadline_ = Deadlines::never;
        took_some_ = true;
        const FileRun cold{file_.fd, file_.offset, std::min(file_.length, read_in_at_once)};
        auto job = [cold] { read_through(cold); };
        co_await lanes_.run(stream_.socket().get_executor(), http::Work::files, 0, std::move(job));
        stream_.assume_cached(cold);
    } else {
        if (took_some_) deadline_ = std::chrono::steady_clock::now() + stall_;
        took_some_ = false;
        const auto direction = obstacle_ == Outcome::needs_reading ? Socket::wait_read : Socket::wait_write;
        co_await stream_.socket().async_wait(direction, asio::redirect_error(use_awaitable, error_));
    }
}

/// On a thread that may wait for an object store, while the connection's coroutine waits.
template <class Stream>
void ResponseWriter<Stream>::read_some() {
    auto bytes = source_->read(file_.offset, std::min<std::uint64_t>(file_.length, copied_at_once));
    read_ = bytes.ok() ? std::move(bytes).release() : std::string();
}

/// A source that ends early or fails ends the connection, as a file does that is shorter than it should be.
template <class Stream>
void ResponseWriter<Stream>::take_read() {
    if (read_.empty()) error_ = asio::error::eof;
    text_ = asio::buffer(read_);
    file_.offset += read_.size();
    file_.length -= read_.size();
    file_.fd = source_->descriptor();  // what comes from a store may have become a file
}

template class ResponseWriter<PlainStream>;
template class ResponseWriter<TlsStream>;

}  // namespace slipway::net
