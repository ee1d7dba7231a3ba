#pragma once

#include "publishing/planning/planning.hpp"

#include <string>

namespace slipway::publishing {

/// Whether an upload has to make its channel first; to be asked before it changes anything. Faults: as
/// `check_may_begin`; conflict "channel-limit".
Result<bool> begins_channel(const Planning& planning, const std::string& name);

/// Makes the channel by the repository's rule, with the content of the rule's base.
Result<> begin_ephemeral(Planning& planning, const Actor& actor, const std::string& name);

/// Lets an ephemeral channel live on after an upload, also when everything was there already.
void prolong(Planning& planning, ChannelDraft& draft);

}  // namespace slipway::publishing
