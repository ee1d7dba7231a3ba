#pragma once

#include "publishing/planning/planning.hpp"

#include <string>

namespace slipway::publishing {

/// Returns whether an upload has to create its channel first. To be called before the upload changes anything. Faults:
/// those of `check_may_begin`; conflict "channel-limit".
Result<bool> begins_channel(const Planning& planning, const std::string& name);

/// Creates the channel by the repository's rule, with the content of the rule's base.
Result<> begin_ephemeral(Planning& planning, const Actor& actor, const std::string& name);

/// Prolongs the life of an ephemeral channel after an upload, also if everything was there already.
void prolong(Planning& planning, ChannelDraft& draft);

}  // namespace slipway::publishing
