#pragma once

#include "publishing/planning/change.hpp"

#include <set>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Publishes indexes that channels lack because an older build made none of that kind. Each index begins with those
/// packages of the distro's other indexes that belong there. A channel that gets packages in one gets a revision.
class BeginIndexesChange final : public ServerChange {
public:
    using Indexes = std::set<std::pair<std::string, IndexKey>>;  // by channel

    BeginIndexesChange(Indexes indexes, Report report);

    Result<Answer> plan(Planning& planning) const override;

private:
    const Indexes indexes_;
};

}  // namespace slipway::publishing
