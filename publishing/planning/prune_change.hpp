#pragma once

#include "publishing/planning/change.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// What a channel's keep policy does not keep leaves the channel. It follows publications that brought packages one by
/// one, in a revision of its own; one that waits stands for all of them. Faults: not_found (channel).
class PruneChange final : public ServerChange {
public:
    PruneChange(std::string channel, Report report);

    bool is_repeated_by(const Change& waiting) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const std::string channel_;
};

}  // namespace slipway::publishing
