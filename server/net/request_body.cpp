#include "server/net/request_body.hpp"

namespace slipway::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t body_piece = 256 * 1024;
constexpr std::uint64_t most_dropped = 64 * 1024 * 1024;
constexpr std::chrono::seconds drop_time{10};
constexpr std::chrono::seconds wait_for_place{30};
constexpr std::chrono::milliseconds ask_again_every{100};

}  // namespace

template <class Stream>
std::size_t RequestBody<Stream>::piece_size() const {
    return static_cast<std::size_t>(
        std::min<std::uint64_t>(x_.request.content_length.value_or(body_piece), body_piece));
}

template <class Stream>
awaitable<> RequestBody<Stream>::answer() {
    auto plan = co_await ask_plan();
    if (auto* refusal = std::get_if<http::Response>(&plan)) co_await refuse(std::move(*refusal));
    if (const auto* collected = std::get_if<http::CollectBody>(&plan)) co_await collect(collected->limit);
    if (auto* sink = std::get_if<std::unique_ptr<http::BodySink>>(&plan)) co_await stream_into(std::move(*sink));
    x_.in.shrink_to_fit();
}

template <class Stream>
awaitable<http::BodyPlan> RequestBody<Stream>::ask_plan() {
    const auto end = Clock::now() + wait_for_place;
    while (true) {
        auto job = [&] { return x_.calls.plan_body(x_.request); };
        auto plan = co_await x_.service.disk.run(std::move(job));
        auto* later = std::get_if<http::AskAgain>(&plan);
        if (later == nullptr) co_return plan;
        if (x_.aborted || x_.thread.watchdog.draining() || Clock::now() >= end) co_return std::move(later->refusal);
        co_await x_.pause(ask_again_every);
    }
}

/// Says "100 Continue" to a client that waits for it.
template <class Stream>
awaitable<bool> RequestBody<Stream>::allow() {
    const bool waits = !std::exchange(x_.may_send_body, true) && x_.in.size() == 0;
    if (!waits) co_return true;
    const auto written = x_.writer.begin_continue();
    bool alive = written == Written::all;
    if (written == Written::not_yet) alive = co_await x_.writer.finish();
    x_.ended = x_.ended || !alive;
    co_return alive;
}

template <class Stream>
awaitable<> RequestBody<Stream>::collect(std::uint64_t limit) {
    const Error too_large(Fault::too_large, "the body is larger than " + std::to_string(limit) + " bytes");
    auto refusal = x_.calls.refuse(x_.request, too_large);
    if (x_.request.content_length.value_or(0) > limit) {
        co_await refuse(std::move(refusal));
        co_return;
    }
    const bool allowed = co_await allow();
    if (!allowed) co_return;
    auto source = reader(BodyPace(x_.service.options.idle_upload));
    std::string piece(piece_size(), '\0');
    std::string body;
    auto status = BodyStatus::more;
    while (status == BodyStatus::more && body.size() <= limit) {
        status = co_await source.fill(piece);
        body.append(piece, 0, source.filled());
    }
    if (body.size() > limit)
        co_await refuse(std::move(refusal));
    else if (status == BodyStatus::complete)
        co_await x_.handle(std::move(body));
    else
        co_await refuse_rest(status);
}

template <class Stream>
awaitable<> RequestBody<Stream>::stream_into(std::unique_ptr<http::BodySink> sink) {
    auto status = BodyStatus::ended;
    const bool allowed = co_await allow();
    if (allowed) status = co_await feed(*sink);
    if (status == BodyStatus::complete) co_await finish(*sink);

    auto undo = [&sink] { sink.reset(); };
    co_await x_.service.disk.run(std::move(undo));
    if (status != BodyStatus::complete) co_await refuse_rest(status);
}

/// `more`: the sink failed, and `failure` says why.
template <class Stream>
awaitable<BodyStatus> RequestBody<Stream>::feed(http::BodySink& sink) {
    auto source = reader(BodyPace(x_.service.options.idle_upload));
    std::string piece(piece_size(), '\0');
    auto status = BodyStatus::more;
    while (status == BodyStatus::more) {
        status = co_await source.fill(piece);
        if (status == BodyStatus::ended || status == BodyStatus::malformed) break;
        auto job = [&] { return x_.calls.append(sink, std::string_view(piece).substr(0, source.filled())); };
        auto appended = co_await x_.service.disk.run(std::move(job));
        if (appended.ok()) continue;
        x_.failure = std::move(appended).error();
        co_return BodyStatus::more;
    }
    co_return status;
}

template <class Stream>
awaitable<> RequestBody<Stream>::finish(http::BodySink& sink) {
    OpenMailbox mailbox(x_.thread.context.get_executor());
    auto job = [&] { return x_.calls.finish(x_.request, sink, mailbox); };
    auto response = co_await x_.service.disk.run(std::move(job));
    if (response)
        co_await x_.send(std::move(*response));
    else
        co_await x_.send_delivered(mailbox);
}

template <class Stream>
awaitable<> RequestBody<Stream>::refuse_rest(BodyStatus status) {
    if (status == BodyStatus::ended && !x_.expired) {
        x_.ended = true;
        co_return;
    }
    if (status == BodyStatus::ended)
        x_.failure = Error(Fault::invalid_input, "the body came too slowly").as("request-timeout");
    if (status == BodyStatus::malformed)
        x_.failure = Error(Fault::invalid_input, "the body's chunks are malformed").as("bad-request");
    auto refusal = x_.refusal();
    if (status == BodyStatus::more)
        co_await refuse(std::move(refusal));
    else
        co_await x_.send(std::move(refusal));
}

template <class Stream>
awaitable<> RequestBody<Stream>::refuse(http::Response refusal) {
    x_.keep_alive = false;
    co_await x_.send(std::move(refusal));
    // A client that was not told to go on sends nothing more when it sees this answer.
    if (x_.may_send_body && !x_.ended && !x_.parser->is_done()) co_await drop();
}

template <class Stream>
awaitable<> RequestBody<Stream>::drop() {
    auto source = reader(BodyPace(drop_time, Clock::now() + drop_time));
    std::string piece(body_piece, '\0');
    std::uint64_t dropped = 0;
    auto status = BodyStatus::more;
    while (status == BodyStatus::more && dropped < most_dropped && !x_.aborted) {
        status = co_await source.fill(piece);
        dropped += source.filled();
    }
    x_.ended = x_.ended || status == BodyStatus::ended;
}

template class RequestBody<PlainStream>;
template class RequestBody<TlsStream>;

}  // namespace slipway::net
