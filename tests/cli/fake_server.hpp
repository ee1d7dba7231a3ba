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

/// Ends requests as it was told, one after the other, and remembers them.
class FakeServer final : public Transport {
public:
    explicit FakeServer(std::deque<Outcome> outcomes) : outcomes_(std::move(outcomes)) {}

    Outcome send(const Request& request, Progress* progress) override {
        if (progress != nullptr) progress->show(1, 2);
        requests.push_back(request);
        if (outcomes_.empty()) return answered(500, "asked too often");
        auto outcome = std::move(outcomes_.front());
        outcomes_.pop_front();
        return outcome;
    }

    std::vector<Request> requests{};

private:
    std::deque<Outcome> outcomes_;
};

}  // namespace slipway::cli
