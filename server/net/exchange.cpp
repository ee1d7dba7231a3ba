#include "server/net/exchange.hpp"

namespace slipway::net {

template <class Stream>
Exchange<Stream>::Exchange(Stream from, Service& shared, IoThread& on, std::string from_peer,
                           Watchdog::Time& watched_deadline)
    : stream(std::move(from)),
      service(shared),
      thread(on),
      peer(std::move(from_peer)),
      deadline(watched_deadline),
      calls(shared),
      writer(stream, shared.disk, watched_deadline, shared.options.write_stall, on.spare_head),
      wake(on.context.get_executor()) {}

template <class Stream>
bool Exchange<Stream>::complete_request() {
    auto parsed = request_from(*parser);
    if (!parsed.ok()) {
        failure = std::move(parsed).error();
        return false;
    }
    request = std::move(parsed).release();
    request.address = service.proxies.client_address(peer, request.headers);
    request.over_tls = Stream::encrypted;
    may_send_body = !request.expects_continue;
    keep_alive = parser->keep_alive();
    is_http_10_ = parser->get().version() < 11;
    return true;
}

template <class Stream>
http::Response Exchange<Stream>::refusal() {
    keep_alive = false;
    return calls.refuse(request, *failure);
}

template <class Stream>
Written Exchange<Stream>::begin_answer(http::Response response) {
    keep_alive = keep_alive && !response.close && !thread.watchdog.draining();
    status_ = response.status;
    const ResponseFrame frame{thread.date.now(), keep_alive, is_http_10_};
    const auto parts = request.method == http::Method::head ? Parts::head : Parts::head_and_body;
    const auto written = writer.begin(std::move(response), frame, parts);
    if (written != Written::not_yet) end_answer(written == Written::all);
    return written;
}

template <class Stream>
void Exchange<Stream>::end_answer(bool alive) {
    if (!alive) ended = true;
    ended_at = Clock::now();
    calls.answered(request, status_, writer.sent(), ended_at - began);
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
awaitable<> Exchange<Stream>::handle(std::string body) {
    OpenMailbox mailbox(thread.context.get_executor());
    auto job = [&] { return calls.handle(request, std::move(body), mailbox); };
    auto response = co_await service.disk.run(std::move(job));
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
awaitable<> Exchange<Stream>::pause(Clock::duration time) {
    error_code cancelled;
    wake.expires_after(time);
    co_await wake.async_wait(asio::redirect_error(use_awaitable, cancelled));
}

template class Exchange<PlainStream>;
template class Exchange<TlsStream>;

}  // namespace slipway::net
