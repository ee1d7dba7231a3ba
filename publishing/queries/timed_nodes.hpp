#pragma once

#include "base/time_limit.hpp"
#include "repo-format/index/tree.hpp"

#include <span>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Reads tree nodes from `below` until a time limit. After it reads fail (busy "took-too-long").
class TimedNodes final : public index::NodeReader {
public:
    TimedNodes(const index::NodeReader& below, const TimeLimit& limit) : below_(below), limit_(limit) {}
    Result<std::string> node(const Sha256& hash) const override {
        TRY(limit_.check());
        return below_.node(hash);
    }
    Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const override {
        TRY(limit_.check());
        return below_.nodes_of(hashes);
    }

private:
    const index::NodeReader& below_;
    const TimeLimit limit_;
};

}  // namespace slipway::publishing
