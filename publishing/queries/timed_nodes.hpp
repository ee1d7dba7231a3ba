#pragma once

#include "repo-format/index/tree.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace slipway::publishing {

/// So long may one request read: whoever takes longer is given up.
inline constexpr std::chrono::seconds longest_read{30};

/// Tree nodes from below until a time: after it reads fail (busy "took-too-long").
class TimedNodes final : public index::NodeReader {
public:
    using Time = std::chrono::steady_clock::time_point;

    TimedNodes(const index::NodeReader& below, Time until) : below_(below), until_(until) {}
    Result<std::string> node(const Sha256& hash) const override {
        TRY(check());
        return below_.node(hash);
    }
    Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const override {
        TRY(check());
        return below_.nodes_of(hashes);
    }
    /// Faults: busy "took-too-long" when the time is over.
    Result<> check() const {
        if (std::chrono::steady_clock::now() < until_) return {};
        return Error("took-too-long"_problem, "this took too long on a busy server; try again, or ask for less");
    }

private:
    const index::NodeReader& below_;
    const Time until_;
};

}  // namespace slipway::publishing
