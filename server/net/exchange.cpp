#include "server/net/exchange.hpp"

#include "server/http/problem.hpp"
#include "server/http/request_id.hpp"

namespace slipway::net {

template <class Stream>
Exchange<Stream>::Exchange(Stream from, Service& shared, IoThread& on, std::string from_peer,
                           Deadlines::Time& watched_deadline)
    : stream(std::move(from)),
      service(shared),
      thread(on),
      peer(std::move(from_peer)),
      deadline(watched_deadline),
      calls(shared),
      writer(stream, shared.lanes, watched_deadline, shared.options.write_stall, on.spare_head),
      wake(on.context.get_executor()) {}

template <class Stream>
bool Exchange<Stream>::complete_request() {
    auto parsed = request_from(*parser);
    if (!parsed.ok()) {
        failure = std::move(parsed).error();
        request.method = method_of(*parser);
        return false;
    }
    request = std::move(parsed).release();
    request.id = http::request_id_of(request.headers);
    request.address = service.proxies.client_address(peer, request.headers);
    request.over_tls = Stream::encrypted;
    may_send_body = !request.expects_continue;
    keep_alive = parser->keep_alive();
    is_http_10_ = parser->get().version() < 11;
    return true;
}

template <class Stream>
std::optional<http::Response> Exchange<Stream>::find_place() {
    auto placed = calls.place(request);
    if (auto* refused = std::get_if<http::Response>(&placed)) return std::move(*refused);
    placement = std::move(std::get<http::Placement>(placed));
    const auto room = service.lanes.check_room(placement.work, placement.turn);
    if (!room.ok()) return calls.refuse(request, room.error());
    return std::nullopt;
}

template <class Stream>
http::Response Exchange<Stream>::refusal() {
    keep_alive = false;
    if (request.address.empty()) request.address = peer;  // nothing else is known of what could not be read
    if (request.id.empty()) request.id = http::new_request_id();
    return calls.refuse(request, *failure);
}

template <class Stream>
Written Exchange<Stream>::begin_answer(http::Response response) {
    keep_alive = keep_alive && !response.close && !thread.deadlines.draining();
    http::write_problem(response, service.options.public_url);
    answer_.status = response.status;
    answer_.refusal = std::move(response.refusal);
    const ResponseFrame frame{thread.date.now(), request.id, keep_alive, is_http_10_};
    const auto parts = request.method == http::Method::head ? Parts::head : Parts::head_and_body;
    const auto written = writer.begin(std::move(response), frame, parts);
    if (written != Written::not_yet) end_answer(written == Written::all);
    return written;
}

template <class Stream>
void Exchange<Stream>::end_answer(bool alive) {
    if (!alive) ended = true;
    ended_at = Clock::now();
    answer_.bytes = writer.sent();
    const auto time = std::chrono::duration_cast<std::chrono::microseconds>(ended_at - began);
    answer_.microseconds = static_cast<std::uint64_t>(time.count());
    calls.answered(request, answer_);
    answer_.refusal.reset();
}

template <class Stream>
awaitable<> Exchange<Stream>::finish_answer() {
    const bool alive = co_await writer.finish();
    end_answer(alive);
}

template <class Stream>
awaitable<> Exchange<Stream>::send(http::Response response) {
    const auto written = begin_answer(std::move(response));
    if (written == Written::not_yet) co_await finish_answer();
}

template <class Stream>
awaitable<> Exchange<Stream>::handle() {
    const http::CollectBody no_plan;
    std::string no_body;
    co_await handle_collected(no_plan, std::move(no_body));
}

template <class Stream>
awaitable<> Exchange<Stream>::handle_collected(const http::CollectBody& plan, std::string body) {
    OpenMailbox mailbox(thread.context.get_executor());
    auto job = [&] { return calls.handle(request, plan, std::move(body), mailbox); };
    auto response =
        co_await service.lanes.run(thread.context.get_executor(), placement.work, placement.turn, std::move(job));
    if (response)
        co_await send(std::move(*response));
    else
        co_await send_delivered(mailbox);
}

template <class Stream>
awaitable<> Exchange<Stream>::send_delivered(OpenMailbox& mailbox) {
    error_code cancelled;
    auto response = mailbox->take();
    while (!response && !aborted) {
        wake.expires_at(Timer::time_point::max());
        mailbox->notify(&wake);
        co_await wake.async_wait(asio::redirect_error(use_awaitable, cancelled));
        mailbox->notify(nullptr);
        response = mailbox->take();
    }
    if (response) co_await send(std::move(*response));
}

template <class Stream>
void Exchange<Stream>::lend_buffer() {
    if (in.capacity() > thread.spare.capacity()) std::swap(in, thread.spare);
    in.shrink_to_fit();
}

template <class Stream>
awaitable<> Exchange<Stream>::pause_until(Clock::time_point end) {
    error_code cancelled;
    wake.expires_at(end);
    co_await wake.async_wait(asio::redirect_error(use_awaitable, cancelled));
}

template class Exchange<PlainStream>;
template class Exchange<TlsStream>;

}  // namespace slipway::net
