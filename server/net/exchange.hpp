#pragma once

#include "server/net/handler_calls.hpp"
#include "server/net/io_threads.hpp"
#include "server/net/mailbox.hpp"
#include "server/net/request_head.hpp"
#include "server/net/response_writer.hpp"
#include "server/net/service.hpp"

#include <optional>
#include <string>

namespace slipway::net {

/// The request under way on a connection, and its answer. The connection's loop and the flow of a body share it. Every
/// answer ends with `calls.answered`.
template <class Stream>
class Exchange {
public:
    using Clock = std::chrono::steady_clock;

    /// `deadline` is the connection's; both outlive the exchange.
    Exchange(Stream from, Service& shared, IoThread& on, std::string from_peer, Deadlines::Time& deadline);
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Makes `request` from the parsed head. Returns false if it is refused; `failure` says why.
    bool complete_request();

    /// Begins an answer and writes what the socket accepts at once. If it returns `not_yet`, `finish_answer` must
    /// follow.
    Written begin_answer(http::Response response);
    awaitable<> finish_answer();
    awaitable<> send(http::Response response);
    /// Returns the answer for `failure`, after which the connection closes.
    http::Response refusal();

    /// Returns where the request is carried out, or why it is refused.
    std::optional<http::Response> find_place();
    /// Calls the handler in the request's lane.
    awaitable<> handle();
    /// Calls the handler with a collected body; `plan` outlives the call.
    awaitable<> handle_collected(const http::CollectBody& plan, std::string body);
    /// Waits for an answer that comes from elsewhere.
    awaitable<> send_delivered(OpenMailbox& mailbox);
    /// Returns the empty read buffer to the thread.
    void lend_buffer();
    /// Waits until `end`, or until `wake` is cancelled.
    awaitable<> pause_until(Clock::time_point end);

    Stream stream;
    Service& service;
    IoThread& thread;
    const std::string peer;
    Deadlines::Time& deadline;
    const HandlerCalls calls;
    ResponseWriter<Stream> writer;
    Timer wake;
    ReadBuffer in;

    std::optional<Parser> parser;
    http::Request request;
    http::Placement placement;
    std::optional<Error> failure;
    Clock::time_point began;
    Clock::time_point ended_at;  // of the last answer

    bool keep_alive = true;
    bool may_send_body = false;   // the client was told so, or did not ask
    bool timed_out = false;       // the deadline came
    bool ended = false;           // the peer closed, or the connection failed
    bool aborted = false;         // the server stops and waits no longer
    bool may_be_put_off = false;  // waits for a slot: `drain` ends that

private:
    void end_answer(bool alive);

    http::Answered answer_;  // the one under way
    bool is_http_10_ = false;
};

extern template class Exchange<PlainStream>;
extern template class Exchange<TlsStream>;

}  // namespace slipway::net
