#pragma once

#include "cli/client.hpp"
#include "cli/place.hpp"

namespace slipway::cli {

/// Before a channel gets the content that stands at `source` (the address of a channel or a revision): where that has
/// no package and the channel has some, its clients would find nothing, and a yes is needed. Faults: as
/// `obtain_consent`; those of the requests.
Result<> agree_to_empty(Client& client, bool yes, const std::string& source, const ChannelPlace& channel);

}  // namespace slipway::cli
