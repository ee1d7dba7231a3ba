#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/planning.hpp"

#include <cstddef>

namespace slipway::publishing {

/// Gives a channel the settings that are named. Where its versions become immutable, every version in the channel
/// becomes taken, or none when one of them is taken by other bytes. Faults: conflict "ephemeral-channel",
/// "package-exists".
Result<> set_policies(Planning& planning, const ChannelPut& put, ChannelDraft& draft);

/// Makes an empty channel. Faults: invalid_input "invalid-name"; those of `set_policies`.
Result<> make_channel(Planning& planning, const ChannelPut& put, std::size_t event);

}  // namespace slipway::publishing
