// A connection is one coroutine: read a head, answer, again. Requests sent ahead (pipelining) wait in the read buffer
// and are answered strictly in order, because nothing is read before the answer is written.
//
// `deadline_` is set only while the coroutine waits for the client; it is `never` while the server itself works.
#include "server/net/connection.hpp"

#include "server/net/body_reader.hpp"
#include "server/net/handler_calls.hpp"
#include "server/net/mailbox.hpp"
#include "server/net/response_writer.hpp"

#include <exception>

namespace slipway::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t head_read_size = 2048;  // of an idle connection; larger heads grow the buffer
constexpr std::size_t body_piece = 256 * 1024;
constexpr std::uint64_t most_dropped = 64 * 1024 * 1024;
constexpr std::chrono::seconds drop_time{10};
constexpr std::chrono::seconds linger_time{2};
constexpr std::chrono::seconds wait_for_place{30};
constexpr std::chrono::milliseconds ask_again_every{100};

template <class Stream>
class Connection final : public Session, private Watchdog::Watched {
public:
    Connection(Stream stream, Service& service, IoThread& thread, std::string peer);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override;
    awaitable<> run() override;

private:
    enum class Head : unsigned char { complete, refused, ended };

    void expire() override;
    void drain() override;
    void abort() override;

    awaitable<> serve();
    awaitable<Head> read_head();
    Head parse_buffered_head();
    bool complete_request();
    void skip_blank_lines();
    awaitable<> refuse_head();

    awaitable<> answer();
    awaitable<> answer_with_body();
    awaitable<http::BodyPlan> ask_plan();
    awaitable<> collect_body(std::uint64_t limit);
    awaitable<> stream_body(std::unique_ptr<http::BodySink> sink);
    awaitable<BodyStatus> feed(http::BodySink& sink);
    awaitable<> handle(std::string body);
    awaitable<> finish(http::BodySink& sink);
    awaitable<> send_delivered(OpenMailbox& mailbox);
    awaitable<> refuse_rest(BodyStatus status);
    awaitable<> refuse_body(const http::Response& refusal);
    awaitable<bool> allow_body();
    awaitable<> drop_body();
    awaitable<> send(const http::Response& response);
    awaitable<> close();
    awaitable<> pause(Clock::duration time);

    BodyReader<Stream> body_reader(BodyPace pace) { return {stream_, in_, *parser_, deadline_, pace}; }
    std::size_t piece_size() const;

    Stream stream_;
    Service& service_;
    const HandlerCalls calls_;
    IoThread& thread_;
    const std::string peer_;
    Timer wake_;
    ResponseWriter<Stream> writer_;
    ReadBuffer in_;
    std::optional<Parser> parser_;  // of the request under way
    http::Request request_;
    std::optional<Error> failure_;  // why the request under way is refused
    Clock::time_point began_;
    bool keep_alive_ = true;
    bool idle_ = false;           // nothing of a request has come: may be closed at any time
    bool may_send_body_ = false;  // the client was told so, or did not ask
    bool expired_ = false;
    bool ended_ = false;  // the peer closed, or the connection failed
    bool aborted_ = false;
};

template <class Stream>
Connection<Stream>::Connection(Stream stream, Service& service, IoThread& thread, std::string peer)
    : stream_(std::move(stream)),
      service_(service),
      calls_(service),
      thread_(thread),
      peer_(std::move(peer)),
      wake_(thread.context.get_executor()),
      writer_(stream_, service.disk, deadline_, service.options.write_stall) {
    thread_.watchdog.add(*this);
}

template <class Stream>
Connection<Stream>::~Connection() {
    thread_.watchdog.remove(*this);
    service_.connections.leave();
}

template <class Stream>
void Connection<Stream>::expire() {
    expired_ = true;
    error_code ignored;  // a socket that cannot be cancelled has failed, which its operations report
    stream_.socket().cancel(ignored);
}

template <class Stream>
void Connection<Stream>::drain() {
    error_code ignored;
    if (idle_) stream_.socket().cancel(ignored);
}

template <class Stream>
void Connection<Stream>::abort() {
    aborted_ = true;
    error_code ignored;
    stream_.socket().shutdown(Socket::shutdown_both, ignored);
    stream_.socket().cancel(ignored);
    wake_.cancel();
}

template <class Stream>
std::size_t Connection<Stream>::piece_size() const {
    return static_cast<std::size_t>(std::min<std::uint64_t>(request_.content_length.value_or(body_piece), body_piece));
}

template <class Stream>
awaitable<> Connection<Stream>::run() {
    try {
        co_await serve();
    } catch (const std::exception& unexpected) {
        service_.log.error("connection-exception", {{"what", unexpected.what()}, {"address", peer_}});
    }
}

template <class Stream>
awaitable<> Connection<Stream>::serve() {
    deadline_ = Clock::now() + service_.options.head_deadline;
    const bool opened = co_await stream_.handshake();
    if (!opened) co_return;
    while (keep_alive_ && !ended_ && !aborted_) {
        const auto head = co_await read_head();
        if (head == Head::ended) co_return;
        if (head == Head::refused)
            co_await refuse_head();
        else
            co_await answer();
    }
    if (!ended_ && !aborted_) co_await close();
}

template <class Stream>
void Connection<Stream>::skip_blank_lines() {
    // Some clients send a line end after a body (RFC 9112, section 2.2).
    const auto* bytes = static_cast<const char*>(in_.data().data());
    std::size_t count = 0;
    while (count < in_.size() && (bytes[count] == '\r' || bytes[count] == '\n')) ++count;
    in_.consume(count);
}

template <class Stream>
typename Connection<Stream>::Head Connection<Stream>::parse_buffered_head() {
    auto parsed = parse_head(*parser_, in_);
    if (parsed.ok()) return *parsed ? Head::complete : Head::ended;
    failure_ = std::move(parsed).error();
    return Head::refused;
}

template <class Stream>
awaitable<typename Connection<Stream>::Head> Connection<Stream>::read_head() {
    parser_.emplace();
    prepare_head(*parser_, service_.options.max_head_bytes);
    request_ = http::Request();
    request_.address = peer_;
    expired_ = false;
    began_ = Clock::now();
    while (true) {
        if (!parser_->got_some()) skip_blank_lines();
        auto head = Head::ended;
        if (in_.size() > 0) head = parse_buffered_head();
        if (head != Head::ended) co_return head;

        idle_ = in_.size() == 0;
        if (idle_ && thread_.watchdog.draining()) co_return Head::ended;
        if (idle_) began_ = Clock::now();
        deadline_ = began_ + (idle_ ? service_.options.idle_deadline : service_.options.head_deadline);
        const auto into = in_.prepare(head_read_size);
        const std::size_t got = co_await stream_.read_some(into);
        if (idle_) began_ = Clock::now();
        idle_ = false;
        if (got == 0) break;
        in_.commit(got);
    }
    deadline_ = Watchdog::never;
    if (!expired_ || in_.size() == 0) co_return Head::ended;
    failure_ = Error(Fault::invalid_input, "the request's head did not come in time").as("request-timeout");
    co_return Head::refused;
}

template <class Stream>
bool Connection<Stream>::complete_request() {
    auto parsed = request_from(*parser_);
    if (!parsed.ok()) {
        failure_ = std::move(parsed).error();
        return false;
    }
    request_ = std::move(parsed).release();
    request_.address = service_.proxies.client_address(peer_, request_.headers);
    request_.over_tls = Stream::encrypted;
    may_send_body_ = !request_.expects_continue;
    keep_alive_ = parser_->keep_alive();
    return true;
}

template <class Stream>
awaitable<> Connection<Stream>::refuse_head() {
    keep_alive_ = false;
    const auto refusal = calls_.refuse(request_, *failure_);
    co_await send(refusal);
}

template <class Stream>
awaitable<> Connection<Stream>::answer() {
    deadline_ = Watchdog::never;
    const bool understood = complete_request();
    if (!understood) {
        co_await refuse_head();
        co_return;
    }
    if (request_.has_body) {
        co_await answer_with_body();
        co_return;
    }
    const auto at_once = calls_.answer_at_once(request_);
    if (at_once)
        co_await send(*at_once);
    else
        co_await handle(std::string());
}

template <class Stream>
awaitable<> Connection<Stream>::handle(std::string body) {
    OpenMailbox mailbox(thread_.context.get_executor());
    auto job = [&] { return calls_.handle(request_, std::move(body), mailbox); };
    const auto response = co_await service_.disk.run(std::move(job));
    if (response)
        co_await send(*response);
    else
        co_await send_delivered(mailbox);
}

template <class Stream>
awaitable<> Connection<Stream>::send_delivered(OpenMailbox& mailbox) {
    error_code cancelled;
    auto response = mailbox->take();
    while (!response && !aborted_) {
        wake_.expires_at(Timer::time_point::max());
        mailbox->notify(&wake_);
        co_await wake_.async_wait(asio::redirect_error(use_awaitable, cancelled));
        mailbox->notify(nullptr);
        response = mailbox->take();
    }
    if (response) co_await send(*response);
}

template <class Stream>
awaitable<> Connection<Stream>::send(const http::Response& response) {
    keep_alive_ = keep_alive_ && !response.close && !thread_.watchdog.draining();
    const ResponseFrame frame{thread_.date.now(), keep_alive_, parser_->get().version() < 11};
    const auto parts = request_.method == http::Method::head ? Parts::head : Parts::head_and_body;
    const bool alive = co_await writer_.write(response, frame, parts);
    if (!alive) ended_ = true;
    calls_.answered(request_, response.status, writer_.sent(), Clock::now() - began_);
}

template <class Stream>
awaitable<> Connection<Stream>::answer_with_body() {
    auto plan = co_await ask_plan();
    if (const auto* refusal = std::get_if<http::Response>(&plan)) co_await refuse_body(*refusal);
    if (const auto* collect = std::get_if<http::CollectBody>(&plan)) co_await collect_body(collect->limit);
    if (auto* sink = std::get_if<std::unique_ptr<http::BodySink>>(&plan)) co_await stream_body(std::move(*sink));
    in_.shrink_to_fit();
}

template <class Stream>
awaitable<http::BodyPlan> Connection<Stream>::ask_plan() {
    const auto end = Clock::now() + wait_for_place;
    while (true) {
        auto job = [&] { return calls_.plan_body(request_); };
        auto plan = co_await service_.disk.run(std::move(job));
        auto* later = std::get_if<http::AskAgain>(&plan);
        if (later == nullptr) co_return plan;
        if (aborted_ || thread_.watchdog.draining() || Clock::now() >= end) co_return std::move(later->refusal);
        co_await pause(ask_again_every);
    }
}

template <class Stream>
awaitable<> Connection<Stream>::pause(Clock::duration time) {
    error_code cancelled;
    wake_.expires_after(time);
    co_await wake_.async_wait(asio::redirect_error(use_awaitable, cancelled));
}

template <class Stream>
awaitable<bool> Connection<Stream>::allow_body() {
    const bool waits = !std::exchange(may_send_body_, true) && in_.size() == 0;
    if (!waits) co_return true;
    const bool alive = co_await writer_.write_continue();
    ended_ = ended_ || !alive;
    co_return alive;
}

template <class Stream>
awaitable<> Connection<Stream>::collect_body(std::uint64_t limit) {
    const Error too_large(Fault::too_large, "the body is larger than " + std::to_string(limit) + " bytes");
    auto refusal = calls_.refuse(request_, too_large);
    if (request_.content_length.value_or(0) > limit) {
        co_await refuse_body(refusal);
        co_return;
    }
    const bool allowed = co_await allow_body();
    if (!allowed) co_return;
    auto reader = body_reader(BodyPace(service_.options.idle_upload));
    std::string piece(piece_size(), '\0');
    std::string body;
    auto status = BodyStatus::more;
    while (status == BodyStatus::more && body.size() <= limit) {
        status = co_await reader.fill(piece);
        body.append(piece, 0, reader.filled());
    }
    if (body.size() > limit)
        co_await refuse_body(refusal);
    else if (status == BodyStatus::complete)
        co_await handle(std::move(body));
    else
        co_await refuse_rest(status);
}

template <class Stream>
awaitable<> Connection<Stream>::stream_body(std::unique_ptr<http::BodySink> sink) {
    auto status = BodyStatus::ended;
    const bool allowed = co_await allow_body();
    if (allowed) status = co_await feed(*sink);
    if (status == BodyStatus::complete) co_await finish(*sink);

    auto drop = [&sink] { sink.reset(); };
    co_await service_.disk.run(std::move(drop));
    if (status != BodyStatus::complete) co_await refuse_rest(status);
}

/// `more`: the sink failed, and `failure_` says why.
template <class Stream>
awaitable<BodyStatus> Connection<Stream>::feed(http::BodySink& sink) {
    auto reader = body_reader(BodyPace(service_.options.idle_upload));
    std::string piece(piece_size(), '\0');
    auto status = BodyStatus::more;
    while (status == BodyStatus::more) {
        status = co_await reader.fill(piece);
        if (status == BodyStatus::ended || status == BodyStatus::malformed) break;
        auto job = [&] { return calls_.append(sink, std::string_view(piece).substr(0, reader.filled())); };
        auto appended = co_await service_.disk.run(std::move(job));
        if (appended.ok()) continue;
        failure_ = std::move(appended).error();
        co_return BodyStatus::more;
    }
    co_return status;
}

template <class Stream>
awaitable<> Connection<Stream>::finish(http::BodySink& sink) {
    OpenMailbox mailbox(thread_.context.get_executor());
    auto job = [&] { return calls_.finish(request_, sink, mailbox); };
    const auto response = co_await service_.disk.run(std::move(job));
    if (response)
        co_await send(*response);
    else
        co_await send_delivered(mailbox);
}

template <class Stream>
awaitable<> Connection<Stream>::refuse_rest(BodyStatus status) {
    if (status == BodyStatus::ended && !expired_) {
        ended_ = true;
        co_return;
    }
    if (status == BodyStatus::ended) {
        failure_ = Error(Fault::invalid_input, "the body came too slowly").as("request-timeout");
    }
    if (status == BodyStatus::malformed) {
        failure_ = Error(Fault::invalid_input, "the body's chunks are malformed").as("bad-request");
    }
    keep_alive_ = false;
    const auto refusal = calls_.refuse(request_, *failure_);
    if (status == BodyStatus::more)
        co_await refuse_body(refusal);
    else
        co_await send(refusal);
}

template <class Stream>
awaitable<> Connection<Stream>::refuse_body(const http::Response& refusal) {
    keep_alive_ = false;
    co_await send(refusal);
    // A client that was not told to go on sends nothing more when it sees this answer.
    if (may_send_body_ && !ended_ && !parser_->is_done()) co_await drop_body();
}

template <class Stream>
awaitable<> Connection<Stream>::drop_body() {
    auto reader = body_reader(BodyPace(drop_time, Clock::now() + drop_time));
    std::string piece(body_piece, '\0');
    std::uint64_t dropped = 0;
    auto status = BodyStatus::more;
    while (status == BodyStatus::more && dropped < most_dropped && !aborted_) {
        status = co_await reader.fill(piece);
        dropped += reader.filled();
    }
    ended_ = ended_ || status == BodyStatus::ended;
}

/// Says that nothing more comes and waits a little for the peer to have read it: closing with unread bytes in the
/// receive queue makes the kernel send a reset, which may destroy the last answer on its way.
template <class Stream>
awaitable<> Connection<Stream>::close() {
    deadline_ = Clock::now() + linger_time;
    co_await stream_.finish_writing();
    std::size_t got = 1;
    while (got > 0 && !aborted_ && Clock::now() < deadline_) {
        in_.clear();
        const auto into = in_.prepare(head_read_size);
        got = co_await stream_.read_some(into);
    }
}

}  // namespace

std::unique_ptr<Session> plain_session(Socket socket, Service& service, IoThread& thread, std::string peer) {
    return std::make_unique<Connection<PlainStream>>(PlainStream(std::move(socket)), service, thread, std::move(peer));
}

std::unique_ptr<Session> tls_session(Socket socket, Service& service, IoThread& thread, std::string peer,
                                     const Tls& tls) {
    return std::make_unique<Connection<TlsStream>>(TlsStream(std::move(socket), tls.context()), service, thread,
                                                   std::move(peer));
}

}  // namespace slipway::net
