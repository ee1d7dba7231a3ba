#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/planning.hpp"

#include <cstddef>

namespace slipway::publishing {

/// Gives a channel the settings that are named. If its versions become immutable, every version in the channel becomes
/// taken; if one of them is taken by other bytes, none does. Faults: conflict "ephemeral-channel", "package-exists".
Result<> set_policies(Planning& planning, const ChannelPut& put, ChannelDraft& draft);

/// Creates an empty channel. Faults: invalid_input "invalid-name"; those of `set_policies`.
Result<> make_channel(Planning& planning, const ChannelPut& put, std::size_t event);

}  // namespace slipway::publishing
