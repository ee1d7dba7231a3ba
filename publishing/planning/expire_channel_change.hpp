#pragma once

#include "publishing/planning/change.hpp"

#include <string>

namespace slipway::publishing {

/// Deletes an ephemeral channel whose lifetime is over. Nothing happens if it was prolonged meanwhile, or as long as it
/// has pins, because a pin promises that its revision stays installable. So every round asks again.
class ExpireChannelChange final : public ServerChange {
public:
    ExpireChannelChange(std::string channel, Report report);

    bool is_repeated_by(const Change& waiting) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const std::string channel_;
};

/// Returns whether the channel is ephemeral and its lifetime is over.
bool is_due(const ChannelState& channel, Seconds now);

}  // namespace slipway::publishing
