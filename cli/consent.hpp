#pragma once

#include "base/result.hpp"
#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

#include <string>

namespace slipway::cli {

/// Asks `question` on the terminal before something is destroyed, unless `given` (--yes). A script has no terminal, so
/// it must pass --yes. Faults: cancelled (code declined), invalid_input (code usage).
Result<> obtain_consent(bool given, const std::string& question);

/// Asks before a channel gets the content at `source` (the address of a channel or a revision) if that has no packages
/// and the channel has some, because the clients of the channel would find nothing. Faults: as `obtain_consent`; those
/// of the requests.
Result<> agree_to_empty(Client& client, bool yes, const std::string& source, const ChannelRef& channel);

}  // namespace slipway::cli
