// A connection is one coroutine: read a head, answer, again. Requests sent ahead (pipelining) wait in the read buffer
// and are answered strictly in order, because nothing is read before the answer is written.
//
// Whatever goes without waiting is done by ordinary functions: a request for something small costs the loop one wait
// for the socket, a read and a write, and no coroutine frame but that of the wait.
//
// The deadline is set only while the coroutine waits for the client; it is `never` while the server itself works. An
// idle connection gives its read buffer, parser and request back.
#include "server/net/connection.hpp"

#include "server/net/head_reader.hpp"
#include "server/net/request_body.hpp"

#include <exception>

namespace slipway::net {
namespace {

using Clock = std::chrono::steady_clock;
using Outcome = Attempt::Outcome;

constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_read_size = 64 * 1024;
// After so much without a wait the thread's other connections have their turn: a client that sends faster than it is
// served would keep the thread to itself.
constexpr unsigned requests_in_a_turn = 64;
constexpr std::size_t bytes_in_a_turn = 256 * 1024;

template <class Stream>
class Connection final : private Deadlines::Watched, private WaitingRoom::Guest {
public:
    Connection(Stream stream, Seat seat, IoThread& thread);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Owns the connection in its frame.
    static awaitable<> serve(std::unique_ptr<Connection> connection);

private:
    using Head = typename HeadReader<Stream>::Head;

    void time_out() override;
    void drain() override;
    void abort() override;
    void make_room() override;

    awaitable<bool> shake_hands();
    awaitable<> serve_requests();
    std::optional<http::Response> answer_at_once(Head head);
    awaitable<> answer_later();
    awaitable<> close();

    const Seat seat_;  // first: left when all else of the connection is gone
    Exchange<Stream> x_;
    HeadReader<Stream> head_{x_};
    error_code error_;
    bool gave_way_ = false;  // its place is that of another connection now
};

template <class Stream>
Connection<Stream>::Connection(Stream stream, Seat seat, IoThread& thread)
    : seat_(std::move(seat)), x_(std::move(stream), seat_.service(), thread, seat_.peer(), deadline_) {
    thread.deadlines.add(*this);
    thread.waiting.enter(*this, Clock::now());
}

template <class Stream>
Connection<Stream>::~Connection() {
    x_.thread.waiting.leave(*this);
    x_.thread.deadlines.remove(*this);
}

template <class Stream>
void Connection<Stream>::time_out() {
    x_.timed_out = true;
    error_code ignored;  // a socket that cannot be cancelled has failed, which its operations report
    x_.stream.socket().cancel(ignored);
}

template <class Stream>
void Connection<Stream>::drain() {
    error_code ignored;
    if (head_.is_idle()) x_.stream.socket().cancel(ignored);
    if (x_.may_be_put_off) x_.wake.cancel();
}

/// Without a word: nothing of an answer is under way.
template <class Stream>
void Connection<Stream>::make_room() {
    gave_way_ = true;
    error_code ignored;
    x_.stream.socket().cancel(ignored);
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
        x.service.noise.error("connection-exception", {{"what", unexpected.what()}, {"address", x.peer}});
    }
}

template <class Stream>
awaitable<bool> Connection<Stream>::shake_hands() {
    deadline_ = Clock::now() + x_.service.options.head_deadline;
    auto attempt = x_.stream.handshake();
    while (attempt.outcome == Outcome::needs_reading || attempt.outcome == Outcome::needs_writing) {
        const auto direction = attempt.outcome == Outcome::needs_reading ? Socket::wait_read : Socket::wait_write;
        co_await x_.stream.socket().async_wait(direction, asio::redirect_error(use_awaitable, error_));
        if (error_ || gave_way_) co_return false;
        attempt = x_.stream.handshake();
    }
    const bool agreed = attempt.outcome == Outcome::moved;
    if (!agreed) x_.service.noise.info("tls-handshake-failed", {{"address", x_.peer}});
    co_return agreed;
}

template <class Stream>
awaitable<> Connection<Stream>::serve_requests() {
    x_.ended_at = Clock::now();
    unsigned in_a_row = 0;
    while (x_.keep_alive && !x_.ended && !x_.aborted) {
        if (in_a_row++ == requests_in_a_turn) {
            in_a_row = 0;
            co_await asio::post(x_.stream.socket().get_executor(), use_awaitable);
        }
        if (!x_.thread.waiting.enter(*this, x_.ended_at)) co_return;
        auto head = head_.begin();
        while (head == Head::incomplete) {
            in_a_row = 0;
            auto& stream = x_.stream;
            if (head_.awaited() == Outcome::needs_writing) {
                co_await stream.socket().async_wait(Socket::wait_write, asio::redirect_error(use_awaitable, error_));
            } else {
                const auto came = co_await stream.socket().async_read_some(stream.ahead().space(),
                                                                           asio::redirect_error(use_awaitable, error_));
                stream.ahead().hold(came);
            }
            head = error_ || gave_way_ ? head_.end_of_input() : head_.go_on();
        }
        deadline_ = Deadlines::never;
        if (!x_.thread.waiting.leave(*this) || head == Head::ended) co_return;
        auto answer = answer_at_once(head);
        auto written = Written::all;
        if (answer) written = x_.begin_answer(std::move(*answer));
        if (written == Written::not_yet) co_await x_.finish_answer();
        if (!answer) co_await answer_later();
    }
    if (!x_.ended && !x_.aborted) co_await close();
}

/// Nothing: the request has a body, or its answer needs other threads.
template <class Stream>
std::optional<http::Response> Connection<Stream>::answer_at_once(Head head) {
    if (head == Head::refused || !x_.complete_request()) return x_.refusal();
    if (x_.request.has_body) return std::nullopt;
    return x_.calls.answer_at_once(x_.request);
}

template <class Stream>
awaitable<> Connection<Stream>::answer_later() {
    auto refusal = x_.find_place();
    RequestBody<Stream> body(x_);
    if (refusal && x_.request.has_body)
        co_await body.refuse(std::move(*refusal));
    else if (refusal)
        co_await x_.send(std::move(*refusal));
    else if (x_.request.has_body)
        co_await body.answer();
    else
        co_await x_.handle();
    x_.placement = http::Placement();
}

/// Says that nothing more comes and waits a little for the peer to have read it: closing with unread bytes in the
/// receive queue makes the kernel send a reset, which may destroy the last answer on its way.
template <class Stream>
awaitable<> Connection<Stream>::close() {
    deadline_ = Clock::now() + linger_time;
    x_.stream.finish_writing();
    std::size_t turn = 0;
    while (!x_.aborted && Clock::now() < deadline_) {
        x_.in.clear();
        if (x_.in.capacity() == 0) std::swap(x_.in, x_.thread.spare);
        const auto attempt = x_.stream.read(x_.in.prepare(linger_read_size));
        if (attempt.outcome == Outcome::over) co_return;
        if (attempt.outcome == Outcome::moved) {
            turn += attempt.bytes;
            if (turn < bytes_in_a_turn) continue;
            turn = 0;
            co_await asio::post(x_.stream.socket().get_executor(), use_awaitable);
            continue;
        }
        x_.lend_buffer();
        co_await x_.stream.socket().async_wait(Socket::wait_read, asio::redirect_error(use_awaitable, error_));
        if (error_) co_return;
    }
}

template <class Stream>
void start(Stream stream, Seat seat, IoThread& thread) {
    auto connection = std::make_unique<Connection<Stream>>(std::move(stream), std::move(seat), thread);
    asio::co_spawn(thread.context, Connection<Stream>::serve(std::move(connection)), asio::detached);
}

}  // namespace

void start_plain_connection(Socket socket, Seat seat, IoThread& thread) {
    start(PlainStream(std::move(socket)), std::move(seat), thread);
}

void start_tls_connection(Socket socket, Seat seat, IoThread& thread, const Tls& tls) {
    start(TlsStream(std::move(socket), tls.open_session()), std::move(seat), thread);
}

}  // namespace slipway::net
