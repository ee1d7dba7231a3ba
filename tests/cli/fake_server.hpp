#pragma once

#include "cli/transport.hpp"

#include <deque>
#include <string>
#include <vector>

namespace slipway::cli {

inline Outcome answered(int status, std::string body = "{}") {
    Outcome outcome;
    outcome.end = Outcome::End::answered;
    outcome.status = status;
    outcome.body = std::move(body);
    return outcome;
}

inline Outcome failed(Outcome::End end) {
    Outcome outcome;
    outcome.end = end;
    outcome.reason = "the line is dead";
    return outcome;
}

/// The connection broke when these bytes of a file were received.
inline Outcome interrupted_after(std::string body) {
    auto outcome = failed(Outcome::End::interrupted);
    outcome.status = 200;
    outcome.body = std::move(body);
    return outcome;
}

/// Ends requests as it was told, one after the other, and remembers them.
class FakeServer final : public Transport {
public:
    explicit FakeServer(std::deque<Outcome> outcomes) : outcomes_(std::move(outcomes)) {}

    Outcome send(const Request& request, Progress* progress) override {
        if (progress != nullptr) progress->show(1, 2);
        requests.push_back(request);
        asked_from.push_back(request.sink == nullptr ? 0 : request.sink->size());
        if (outcomes_.empty()) return answered(500, "asked too often");
        auto outcome = std::move(outcomes_.front());
        outcomes_.pop_front();
        if (request.sink != nullptr && (outcome.status == 200 || outcome.status == 206)) give(outcome, *request.sink);
        return outcome;
    }

    std::vector<Request> requests{};
    std::vector<std::uint64_t> asked_from{};  // of files

private:
    static void give(Outcome& outcome, Sink& sink) {
        const bool taken = sink.begin(outcome.status == 206 ? sink.size() : 0) && sink.take(outcome.body);
        if (!taken) outcome.end = Outcome::End::impossible;
        outcome.body.clear();
    }

    std::deque<Outcome> outcomes_;
};

/// A way to a server that lives longer.
class Line final : public Transport {
public:
    explicit Line(FakeServer& server) : server_(server) {}
    Outcome send(const Request& request, Progress* progress) override { return server_.send(request, progress); }

private:
    FakeServer& server_;
};

}  // namespace slipway::cli
