#pragma once

#include "publishing/planning/planning.hpp"

#include <string>

namespace slipway::publishing {

/// Checks whether a channel may be deleted without force: it has no packages, and no revision of it is pinned.
/// `subject` names what is to be deleted, for people. Faults: conflict "not-empty", "pinned".
Result<> check_deletable(const Planning& planning, const ChannelState& channel, const std::string& subject);

}  // namespace slipway::publishing
