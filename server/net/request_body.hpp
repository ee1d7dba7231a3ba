#pragma once

#include "server/net/body_reader.hpp"
#include "server/net/exchange.hpp"

namespace slipway::net {

/// Handles the body of one request as the handler planned: collects it, streams it into a sink, or refuses it.
template <class Stream>
class RequestBody {
public:
    explicit RequestBody(Exchange<Stream>& exchange) : x_(exchange) {}

    /// Takes the body and answers the request.
    awaitable<> answer();
    /// Refuses the request without reading its body.
    awaitable<> refuse(http::Response refusal);

private:
    awaitable<http::BodyPlan> ask_plan();
    awaitable<http::BodyPlan> wait_for_place(http::WaitingBody& body);
    awaitable<> collect(const http::CollectBody& plan);
    awaitable<BodyStatus> read_whole(std::string& body, BodyBudget::Loan& loan, std::uint64_t limit);
    awaitable<> stream_into(std::unique_ptr<http::BodySink> sink);
    awaitable<BodyStatus> feed(http::BodySink& sink, http::Sender* sender);
    awaitable<BodyStatus> store(http::BodySink& sink, http::Sender* sender);
    awaitable<> finish(http::BodySink& sink);
    awaitable<> refuse_rest(BodyStatus status);
    awaitable<bool> allow();
    awaitable<> drop();

    BodyReader<Stream> reader(BodyPace pace, http::Sender* sender = nullptr) {
        return {{x_.stream, x_.in, x_.thread.spare, *x_.parser, x_.deadline, sender}, pace};
    }

    Exchange<Stream>& x_;
};

extern template class RequestBody<PlainStream>;
extern template class RequestBody<TlsStream>;

}  // namespace slipway::net
