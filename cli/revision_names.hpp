#pragma once

#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

namespace slipway::cli {

/// The number of a revision as it is named on the command line: "12", "r12" as pages and snapshot URLs have it, or a
/// pin of the channel, for which the server is asked. Faults: not_found.
Result<std::int64_t> find_revision(Client& client, const ChannelRef& channel, const std::string& name);

}  // namespace slipway::cli
