#pragma once

#include "storage/s3/transport.hpp"

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace slipway::s3 {

inline Attempt answered(int status, std::string body = "", Fields fields = {}) {
    Attempt attempt;
    attempt.end = Attempt::End::answered;
    attempt.answer = {status, std::move(fields), std::move(body)};
    return attempt;
}

inline Attempt refused(int status, const std::string& code) {
    return answered(status, "<Error><Code>" + code + "</Code></Error>");
}

inline Attempt ended(Attempt::End end) {
    Attempt attempt;
    attempt.end = end;
    attempt.reason = "the line is dead";
    return attempt;
}

/// A range of an object, all of it or cut off behind `body`.
inline Attempt a_part(std::string content_range, std::string body, Attempt::End end = Attempt::End::answered) {
    auto attempt = answered(206, std::move(body), {{"content-range", std::move(content_range)}, {"etag", "\"e\""}});
    attempt.end = end;
    return attempt;
}

/// Ends requests as it was told, one after the other, and remembers them and their bodies.
class ScriptedTransport final : public Transport {
public:
    Attempt attempt(const HttpRequest& request, Receiver* receiver) override {
        requests.push_back(request);
        bodies.push_back(
            request.body.bytes == nullptr ? "" : *request.body.bytes->read(request.body.offset, request.body.length));
        if (script.empty()) return answered(500, "asked too often");
        auto next = std::move(script.front());
        script.pop_front();
        next.sent = request.body.length;
        next.received = next.answer.body.size();
        if (receiver != nullptr && next.answer.is_success()) give(next, *receiver);
        return next;
    }

    std::string field(std::size_t request, std::string_view name) const {
        return HttpAnswer{0, requests.at(request).fields}.find(name).value_or("");
    }

    std::deque<Attempt> script{};
    std::vector<HttpRequest> requests{};
    std::vector<std::string> bodies{};

private:
    static void give(Attempt& attempt, Receiver& receiver) {
        auto taken = receiver.begin(attempt.answer);
        if (taken.ok()) taken = receiver.take(attempt.answer.body);
        if (taken.ok()) return;
        attempt.end = Attempt::End::stopped;
        attempt.error = std::move(taken).error();
    }
};

}  // namespace slipway::s3
