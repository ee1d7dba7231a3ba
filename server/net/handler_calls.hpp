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

/// Calls from a connection into the application. An exception of a handler ends here, as a 500 and a log line. These
/// are ordinary functions, so that no coroutine needs a try block around a handler.
class HandlerCalls {
public:
    explicit HandlerCalls(Service& service) : service_(service) {}

    /// Called on an IO thread.
    std::optional<http::Response> answer_at_once(const http::Request& request) const;
    std::variant<http::Placement, http::Response> place(const http::Request& request) const;
    http::Response refuse(const http::Request& request, const Error& error) const;
    void answered(const http::Request& request, const http::Answered& answered) const;

    /// Called in the request's lane. If it returns nothing, the answer comes to the mailbox.
    std::optional<http::Response> handle(const http::Request& request, const http::CollectBody& plan, std::string body,
                                         const OpenMailbox& mailbox) const;
    http::BodyPlan plan_body(const http::Request& request) const;
    /// Called in the disk pool, after the body got a slot.
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
