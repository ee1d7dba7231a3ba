#include "server/net/request_body.hpp"

#include "server/net/free_memory_of.hpp"

#include <algorithm>

namespace slipway::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t body_piece = 256 * 1024;
constexpr std::size_t dropped_piece = 4 * 1024;
constexpr std::size_t dropped_in_a_turn = 256 * 1024;  // then the thread's other connections have theirs
constexpr std::size_t first_step = 16 * 1024;
constexpr std::uint64_t most_dropped = 64 * 1024 * 1024;
constexpr std::chrono::seconds drop_time{10};
constexpr std::chrono::seconds wait_for_place_time{30};

Error too_large(std::uint64_t limit) {
    return Error(Fault::too_large, "the body is larger than " + std::to_string(limit) + " bytes");
}

Error no_memory() {
    return Error("too-many-bodies"_problem, "too many request bodies are under way; try again in a moment");
}

}  // namespace

template <class Stream>
awaitable<> RequestBody<Stream>::answer() {
    auto plan = co_await ask_plan();
    if (auto* refusal = std::get_if<http::Response>(&plan)) co_await refuse(std::move(*refusal));
    if (const auto* collected = std::get_if<http::CollectBody>(&plan)) co_await collect(*collected);
    if (auto* sink = std::get_if<std::unique_ptr<http::BodySink>>(&plan)) co_await stream_into(std::move(*sink));
    if (auto* waiting = std::get_if<std::unique_ptr<http::WaitingBody>>(&plan)) co_await refuse((*waiting)->refusal());
    x_.in.shrink_to_fit();
}

template <class Stream>
awaitable<http::BodyPlan> RequestBody<Stream>::ask_plan() {
    auto job = [&] { return x_.calls.plan_body(x_.request); };
    auto plan = co_await x_.service.lanes.run(x_.thread.context.get_executor(), x_.placement.work, x_.placement.turn,
                                              std::move(job));
    auto* waiting = std::get_if<std::unique_ptr<http::WaitingBody>>(&plan);
    if (waiting == nullptr) co_return plan;
    const auto body = std::move(*waiting);
    auto planned = co_await wait_for_place(*body);
    co_return planned;
}

/// Waiting costs nothing, because whoever frees a slot rings the bell.
template <class Stream>
awaitable<http::BodyPlan> RequestBody<Stream>::wait_for_place(http::WaitingBody& body) {
    OpenBell bell(x_.thread.context.get_executor());
    bell->on_ring([this] { x_.wake.cancel(); });
    const auto end = Clock::now() + wait_for_place_time;
    body.wait(bell.rope());
    x_.may_be_put_off = true;
    while (!bell->was_heard() && !x_.aborted && !x_.thread.deadlines.draining() && Clock::now() < end)
        co_await x_.pause_until(end);
    x_.may_be_put_off = false;
    if (!bell->was_heard()) co_return body.refusal();
    auto job = [&] { return x_.calls.plan_waiting(x_.request, body); };
    auto plan = co_await x_.service.lanes.run(x_.thread.context.get_executor(), x_.placement.work, x_.placement.turn,
                                              std::move(job));
    co_return plan;
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

/// The memory is lent until the handler has returned.
template <class Stream>
awaitable<> RequestBody<Stream>::collect(const http::CollectBody& plan) {
    BodyBudget::Loan loan(x_.service.bodies, plan.owner);
    const auto declared = x_.request.content_length.value_or(0);
    if (declared > plan.limit)
        x_.failure = too_large(plan.limit);
    else if (!loan.grow_to(first_step))
        x_.failure = no_memory();
    if (x_.failure) {
        co_await refuse_rest(BodyStatus::more);
        co_return;
    }
    const bool allowed = co_await allow();
    if (!allowed) co_return;
    std::string body;
    const auto status = co_await read_whole(body, loan, plan.limit);
    if (status == BodyStatus::complete) {
        co_await x_.handle_collected(plan, std::move(body));
        co_return;
    }
    free_memory_of(body);
    loan.end();
    co_await refuse_rest(status);
}

/// `more`: it is refused, and `failure` says why.
template <class Stream>
awaitable<BodyStatus> RequestBody<Stream>::read_whole(std::string& body, BodyBudget::Loan& loan, std::uint64_t limit) {
    const auto& options = x_.service.options;
    auto source = reader(BodyPace(options.idle_upload, Clock::now() + options.collect_deadline));
    auto status = BodyStatus::more;
    std::size_t most = first_step;
    while (status == BodyStatus::more) {
        status = co_await source.fill(body, most);
        if (body.size() > limit) x_.failure = too_large(limit);
        most = static_cast<std::size_t>(std::min<std::uint64_t>(2 * most, limit + 1));
        if (status == BodyStatus::more && !x_.failure && !loan.grow_to(most)) x_.failure = no_memory();
        if (x_.failure) co_return BodyStatus::more;
    }
    co_return status;
}

template <class Stream>
awaitable<> RequestBody<Stream>::stream_into(std::unique_ptr<http::BodySink> sink) {
    auto status = BodyStatus::ended;
    const auto sender = sink->sender();
    const bool allowed = co_await allow();
    if (allowed) status = co_await feed(*sink, sender.get());
    if (status == BodyStatus::complete) co_await finish(*sink);

    auto undo = [&sink] { sink.reset(); };
    co_await x_.service.lanes.run(x_.thread.context.get_executor(), http::Work::upload, x_.placement.turn,
                                  std::move(undo));
    if (status != BodyStatus::complete) co_await refuse_rest(status);
}

/// As long as the body comes, its sender may be ended for others who wait.
template <class Stream>
awaitable<BodyStatus> RequestBody<Stream>::feed(http::BodySink& sink, http::Sender* sender) {
    OpenBell cut(x_.thread.context.get_executor());
    cut->on_ring([this] {
        error_code ignored;  // a socket that cannot be cancelled has failed, which its operations report
        x_.stream.socket().cancel(ignored);
    });
    if (sender != nullptr) sender->begin(cut.rope());
    auto status = co_await store(sink, sender);
    if (sender != nullptr) sender->finish();
    if (sender == nullptr || !sender->was_cut() || status == BodyStatus::malformed) co_return status;
    x_.failure =
        Error("upload-too-slow"_problem, "others are waiting to upload, and this upload was the slowest; try again");
    co_return BodyStatus::more;
}

/// `more`: the sink failed, and `failure` says why.
template <class Stream>
awaitable<BodyStatus> RequestBody<Stream>::store(http::BodySink& sink, http::Sender* sender) {
    auto source = reader(BodyPace(x_.service.options.idle_upload), sender);
    std::string piece;
    auto status = BodyStatus::more;
    while (status == BodyStatus::more) {
        status = co_await source.fill(piece, body_piece);
        if (status == BodyStatus::ended || status == BodyStatus::malformed) break;
        auto job = [&] { return x_.calls.append(sink, piece); };
        auto appended = co_await x_.service.lanes.run(x_.thread.context.get_executor(), http::Work::upload,
                                                      x_.placement.turn, std::move(job));
        piece.clear();
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
    auto response = co_await x_.service.lanes.run(x_.thread.context.get_executor(), http::Work::upload,
                                                  x_.placement.turn, std::move(job));
    if (response)
        co_await x_.send(std::move(*response));
    else
        co_await x_.send_delivered(mailbox);
}

template <class Stream>
awaitable<> RequestBody<Stream>::refuse_rest(BodyStatus status) {
    if (status == BodyStatus::ended && !x_.timed_out) {
        x_.ended = true;
        co_return;
    }
    if (status == BodyStatus::ended) x_.failure = Error("request-timeout"_problem, "the body arrived too slowly");
    if (status == BodyStatus::malformed) x_.failure = Error("bad-request"_problem, "the body's chunks are malformed");
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
    std::string piece;
    std::uint64_t dropped = 0;
    std::size_t turn = 0;
    auto status = BodyStatus::more;
    while (status == BodyStatus::more && dropped < most_dropped && !x_.aborted) {
        status = co_await source.fill(piece, dropped_piece);
        dropped += piece.size();
        turn += piece.size();
        piece.clear();
        if (turn < dropped_in_a_turn) continue;
        turn = 0;
        co_await asio::post(x_.stream.socket().get_executor(), use_awaitable);
    }
    x_.ended = x_.ended || status == BodyStatus::ended;
}

template class RequestBody<PlainStream>;
template class RequestBody<TlsStream>;

}  // namespace slipway::net
