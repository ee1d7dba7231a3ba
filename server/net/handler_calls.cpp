#include "server/net/handler_calls.hpp"

#include "server/http/problem.hpp"

#include <exception>

namespace slipway::net {

template <class Answer, class Call>
Answer HandlerCalls::guarded(const http::Request& request, const Call& call) const {
    try {
        return call();
    } catch (const std::exception& unexpected) {
        service_.noise.error("request-exception", {{"what", unexpected.what()}, {"target", request.target}});
    }
    return http::problem(Error(Fault::internal, "an exception ended this request"));
}

std::optional<http::Response> HandlerCalls::respond(const http::Request& request, http::Reply reply,
                                                    const OpenMailbox& mailbox) const {
    if (auto* response = std::get_if<http::Response>(&reply)) return std::move(*response);
    return guarded<std::optional<http::Response>>(request, [&]() -> std::optional<http::Response> {
        std::get<http::Deferred>(reply)(mailbox.slot());
        return std::nullopt;
    });
}

std::optional<http::Response> HandlerCalls::answer_at_once(const http::Request& request) const {
    return guarded<std::optional<http::Response>>(request, [&] { return service_.handler.answer_at_once(request); });
}

std::variant<http::Placement, http::Response> HandlerCalls::place(const http::Request& request) const {
    using Placed = std::variant<http::Placement, http::Response>;
    return guarded<Placed>(request, [&]() -> Placed { return service_.handler.place(request); });
}

http::Response HandlerCalls::refuse(const http::Request& request, const Error& error) const {
    return guarded<http::Response>(request, [&] { return service_.handler.refuse(request, error); });
}

void HandlerCalls::answered(const http::Request& request, const http::Answered& answered) const {
    service_.handler.answered(request, answered);
}

std::optional<http::Response> HandlerCalls::handle(const http::Request& request, const http::CollectBody& plan,
                                                   std::string body, const OpenMailbox& mailbox) const {
    auto reply = guarded<http::Reply>(request, [&] {
        return plan.then ? plan.then(std::move(body)) : service_.handler.handle(request, std::move(body));
    });
    return respond(request, std::move(reply), mailbox);
}

http::BodyPlan HandlerCalls::plan_body(const http::Request& request) const {
    return guarded<http::BodyPlan>(request, [&] { return service_.handler.plan_body(request); });
}

http::BodyPlan HandlerCalls::plan_waiting(const http::Request& request, http::WaitingBody& body) const {
    return guarded<http::BodyPlan>(request, [&] { return body.plan(); });
}

Result<> HandlerCalls::append(http::BodySink& sink, std::string_view bytes) const {
    try {
        return sink.append(bytes);
    } catch (const std::exception& unexpected) {
        service_.noise.error("request-exception", {{"what", unexpected.what()}});
    }
    return Error(Fault::internal, "an exception ended this upload");
}

std::optional<http::Response> HandlerCalls::finish(const http::Request& request, http::BodySink& sink,
                                                   const OpenMailbox& mailbox) const {
    return respond(request, guarded<http::Reply>(request, [&] { return sink.finish(); }), mailbox);
}

}  // namespace slipway::net
