#pragma once

#include "server/net/body_reader.hpp"
#include "server/net/exchange.hpp"

namespace slipway::net {

/// The flow of one request's body, as the handler plans it: collected for it, streamed into a sink, or refused.
template <class Stream>
class RequestBody {
public:
    explicit RequestBody(Exchange<Stream>& exchange) : x_(exchange) {}

    /// Takes the body and answers the request.
    awaitable<> answer();

private:
    awaitable<http::BodyPlan> ask_plan();
    awaitable<> collect(std::uint64_t limit);
    awaitable<> stream_into(std::unique_ptr<http::BodySink> sink);
    awaitable<BodyStatus> feed(http::BodySink& sink);
    awaitable<> finish(http::BodySink& sink);
    awaitable<> refuse_rest(BodyStatus status);
    awaitable<> refuse(http::Response refusal);
    awaitable<bool> allow();
    awaitable<> drop();

    BodyReader<Stream> reader(BodyPace pace) { return {x_.stream, x_.in, *x_.parser, x_.deadline, pace}; }
    std::size_t piece_size() const;

    Exchange<Stream>& x_;
};

extern template class RequestBody<PlainStream>;
extern template class RequestBody<TlsStream>;

}  // namespace slipway::net
