#pragma once

#include "server/http/message.hpp"
#include "server/net/mailbox.hpp"
#include "server/net/service.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::net {

/// The calls of a connection into the application, and the border at which exceptions end: what flies out of a handler
/// becomes a 500 and a log line. Ordinary functions, so that no coroutine needs a try block around a handler.
class HandlerCalls {
public:
    explicit HandlerCalls(Service& service) : service_(service) {}

    /// IO thread.
    std::optional<http::Response> answer_at_once(const http::Request& request) const;
    std::variant<http::Placement, http::Response> place(const http::Request& request) const;
    http::Response refuse(const http::Request& request, const Error& error) const;
    void answered(const http::Request& request, const http::Answered& answered) const;

    /// The request's lane. Nothing: the answer will come to the mailbox.
    std::optional<http::Response> handle(const http::Request& request, const http::CollectBody& plan, std::string body,
                                         const OpenMailbox& mailbox) const;
    http::BodyPlan plan_body(const http::Request& request) const;
    /// Disk pool, after the body was given a place.
    http::BodyPlan plan_waiting(const http::Request& request, http::WaitingBody& body) const;
    Result<> append(http::BodySink& sink, std::string_view bytes) const;
    std::optional<http::Response> finish(const http::Request& request, http::BodySink& sink,
                                         const OpenMailbox& mailbox) const;

private:
    template <class Answer, class Call>
    Answer guarded(const http::Request& request, const Call& call) const;
    std::optional<http::Response> respond(const http::Request& request, http::Reply reply,
                                          const OpenMailbox& mailbox) const;

    Service& service_;
};

}  // namespace slipway::net
