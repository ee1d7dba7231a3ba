#pragma once

#include "publishing/planning/change.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// Removes from a channel what its keep policy does not keep, in a revision of its own. It follows publications that
/// brought packages one by one; a single change that waits does the work for all of them. Faults: not_found (channel).
class PruneChange final : public ServerChange {
public:
    PruneChange(std::string channel, Report report);

    bool is_repeated_by(const Change& waiting) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const std::string channel_;
};

}  // namespace slipway::publishing
