// A connection is one coroutine: read a head, answer, again. Requests sent ahead (pipelining) wait in the read buffer
// and are answered strictly in order, because nothing is read before the answer is written.
//
// Whatever goes without waiting is done by ordinary functions: a request for something small costs the loop one wait
// for the socket, a read and a write, and no coroutine frame but that of the wait.
//
// The deadline is set only while the coroutine waits for the client; it is `never` while the server itself works. An
// idle connection gives its read buffer, parser and request back.
#include "server/net/connection.hpp"

#include "server/net/give_back.hpp"
#include "server/net/request_body.hpp"

#include <exception>

namespace slipway::net {
namespace {

using Clock = std::chrono::steady_clock;
using Outcome = Attempt::Outcome;

constexpr std::size_t head_read_size = 4096;
constexpr std::chrono::seconds linger_time{2};

template <class Stream>
class Connection final : private Watchdog::Watched {
public:
    Connection(Stream stream, Service& service, IoThread& thread, std::string peer);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Owns the connection in its frame.
    static awaitable<> serve(std::unique_ptr<Connection> connection);

private:
    enum class Head : unsigned char { complete, refused, incomplete, ended };

    void expire() override;
    void drain() override;
    void abort() override;

    awaitable<bool> shake_hands();
    awaitable<> serve_requests();
    Head begin_head();
    Head go_idle();
    Head take_head();
    Head parse_buffered();
    Head end_of_input();
    void skip_blank_lines();
    void received(std::size_t bytes);
    std::optional<http::Response> answer_at_once(Head head);
    awaitable<> answer_later();
    awaitable<> close();

    Exchange<Stream> x_;
    Attempt::Outcome awaited_ = Outcome::needs_reading;  // by take_head
    error_code error_;
    bool idle_ = false;  // nothing of a request has come: may be closed at any time
};

template <class Stream>
Connection<Stream>::Connection(Stream stream, Service& service, IoThread& thread, std::string peer)
    : x_(std::move(stream), service, thread, std::move(peer), deadline_) {
    thread.watchdog.add(*this);
}

template <class Stream>
Connection<Stream>::~Connection() {
    x_.thread.watchdog.remove(*this);
    x_.service.connections.leave();
}

template <class Stream>
void Connection<Stream>::expire() {
    x_.expired = true;
    error_code ignored;  // a socket that cannot be cancelled has failed, which its operations report
    x_.stream.socket().cancel(ignored);
}

template <class Stream>
void Connection<Stream>::drain() {
    error_code ignored;
    if (idle_) x_.stream.socket().cancel(ignored);
}

template <class Stream>
void Connection<Stream>::abort() {
    x_.aborted = true;
    error_code ignored;
    x_.stream.socket().shutdown(Socket::shutdown_both, ignored);
    x_.stream.socket().cancel(ignored);
    x_.wake.cancel();
}

template <class Stream>
awaitable<> Connection<Stream>::serve(std::unique_ptr<Connection> connection) {
    auto& x = connection->x_;
    try {
        const bool opened = co_await connection->shake_hands();
        if (opened) co_await connection->serve_requests();
    } catch (const std::exception& unexpected) {
        x.service.log.error("connection-exception", {{"what", unexpected.what()}, {"address", x.peer}});
    }
}

template <class Stream>
awaitable<bool> Connection<Stream>::shake_hands() {
    deadline_ = Clock::now() + x_.service.options.head_deadline;
    auto attempt = x_.stream.handshake();
    while (attempt.outcome == Outcome::needs_reading || attempt.outcome == Outcome::needs_writing) {
        const auto direction = attempt.outcome == Outcome::needs_reading ? Socket::wait_read : Socket::wait_write;
        co_await x_.stream.socket().async_wait(direction, asio::redirect_error(use_awaitable, error_));
        if (error_) co_return false;
        attempt = x_.stream.handshake();
    }
    co_return attempt.outcome == Outcome::moved;
}

template <class Stream>
awaitable<> Connection<Stream>::serve_requests() {
    x_.ended_at = Clock::now();
    while (x_.keep_alive && !x_.ended && !x_.aborted) {
        auto head = begin_head();
        while (head == Head::incomplete) {
            auto& stream = x_.stream;
            if (awaited_ == Outcome::needs_writing) {
                co_await stream.socket().async_wait(Socket::wait_write, asio::redirect_error(use_awaitable, error_));
            } else {
                const auto came = co_await stream.socket().async_read_some(stream.ahead().space(),
                                                                           asio::redirect_error(use_awaitable, error_));
                stream.ahead().hold(came);
            }
            head = error_ ? end_of_input() : take_head();
        }
        deadline_ = Watchdog::never;
        if (head == Head::ended) co_return;
        auto answer = answer_at_once(head);
        auto written = Written::all;
        if (answer) written = x_.begin_answer(std::move(*answer));
        if (written == Written::not_yet) co_await x_.finish_answer();
        if (!answer) co_await answer_later();
    }
    if (!x_.ended && !x_.aborted) co_await close();
}

template <class Stream>
typename Connection<Stream>::Head Connection<Stream>::begin_head() {
    give_back(x_.request);
    x_.parser.reset();
    x_.expired = false;
    if (x_.in.size() == 0 && !x_.stream.has_buffered()) return go_idle();
    x_.began = x_.ended_at;
    deadline_ = x_.began + x_.service.options.head_deadline;
    return take_head();
}

/// Nothing is to be read yet, most likely: the socket is asked only when it says that there is.
template <class Stream>
typename Connection<Stream>::Head Connection<Stream>::go_idle() {
    if (x_.thread.watchdog.draining()) return Head::ended;
    idle_ = true;
    awaited_ = Outcome::needs_reading;
    deadline_ = x_.ended_at + x_.service.options.idle_deadline;
    if (x_.in.capacity() > x_.thread.spare.capacity()) std::swap(x_.in, x_.thread.spare);
    x_.in.shrink_to_fit();
    return Head::incomplete;
}

template <class Stream>
typename Connection<Stream>::Head Connection<Stream>::take_head() {
    while (true) {
        skip_blank_lines();
        if (x_.in.size() > 0) {
            const auto head = parse_buffered();
            if (head != Head::incomplete) return head;
        }
        if (x_.in.capacity() == 0) std::swap(x_.in, x_.thread.spare);
        const auto attempt = x_.stream.read(x_.in.prepare(head_read_size));
        awaited_ = attempt.outcome;
        if (attempt.outcome == Outcome::over) return end_of_input();
        if (attempt.outcome != Outcome::moved) return Head::incomplete;
        received(attempt.bytes);
    }
}

template <class Stream>
void Connection<Stream>::received(std::size_t bytes) {
    x_.in.commit(bytes);
    if (!std::exchange(idle_, false)) return;
    x_.began = Clock::now();
    deadline_ = x_.began + x_.service.options.head_deadline;
}

template <class Stream>
void Connection<Stream>::skip_blank_lines() {
    // Some clients send a line end after a body (RFC 9112, section 2.2).
    if (x_.parser && x_.parser->got_some()) return;
    const auto* bytes = static_cast<const char*>(x_.in.data().data());
    std::size_t count = 0;
    while (count < x_.in.size() && (bytes[count] == '\r' || bytes[count] == '\n')) ++count;
    x_.in.consume(count);
}

template <class Stream>
typename Connection<Stream>::Head Connection<Stream>::parse_buffered() {
    if (!x_.parser) {
        x_.parser.emplace();
        prepare_head(*x_.parser, x_.service.options.max_head_bytes);
    }
    auto parsed = parse_head(*x_.parser, x_.in);
    if (parsed.ok()) return *parsed ? Head::complete : Head::incomplete;
    x_.failure = std::move(parsed).error();
    return Head::refused;
}

/// The wait was cancelled, or the peer has closed.
template <class Stream>
typename Connection<Stream>::Head Connection<Stream>::end_of_input() {
    const bool begun = x_.in.size() > 0 || (x_.parser && x_.parser->got_some());
    if (!x_.expired || !begun) return Head::ended;
    x_.failure = Error(Fault::invalid_input, "the request's head did not come in time").as("request-timeout");
    return Head::refused;
}

/// Nothing: the request has a body, or its answer needs other threads.
template <class Stream>
std::optional<http::Response> Connection<Stream>::answer_at_once(Head head) {
    idle_ = false;
    if (head == Head::refused || !x_.complete_request()) return x_.refusal();
    if (x_.request.has_body) return std::nullopt;
    return x_.calls.answer_at_once(x_.request);
}

template <class Stream>
awaitable<> Connection<Stream>::answer_later() {
    RequestBody<Stream> body(x_);
    if (x_.request.has_body)
        co_await body.answer();
    else
        co_await x_.handle(std::string());
}

/// Says that nothing more comes and waits a little for the peer to have read it: closing with unread bytes in the
/// receive queue makes the kernel send a reset, which may destroy the last answer on its way.
template <class Stream>
awaitable<> Connection<Stream>::close() {
    deadline_ = Clock::now() + linger_time;
    x_.stream.finish_writing();
    while (!x_.aborted && Clock::now() < deadline_) {
        x_.in.clear();
        const auto attempt = x_.stream.read(x_.in.prepare(head_read_size));
        if (attempt.outcome == Outcome::moved) continue;
        if (attempt.outcome == Outcome::over) co_return;
        co_await x_.stream.socket().async_wait(Socket::wait_read, asio::redirect_error(use_awaitable, error_));
        if (error_) co_return;
    }
}

template <class Stream>
void start(Stream stream, Service& service, IoThread& thread, std::string peer) {
    auto connection = std::make_unique<Connection<Stream>>(std::move(stream), service, thread, std::move(peer));
    asio::co_spawn(thread.context, Connection<Stream>::serve(std::move(connection)), asio::detached);
}

}  // namespace

void start_plain_connection(Socket socket, Service& service, IoThread& thread, std::string peer) {
    start(PlainStream(std::move(socket)), service, thread, std::move(peer));
}

void start_tls_connection(Socket socket, Service& service, IoThread& thread, std::string peer, const Tls& tls) {
    start(TlsStream(std::move(socket), tls.open_session()), service, thread, std::move(peer));
}

}  // namespace slipway::net
