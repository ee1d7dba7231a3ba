#pragma once

#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

namespace slipway::cli {

/// Returns the number of a revision that is named on the command line: "12", "r12" as on pages and in snapshot URLs, or
/// a pin of the channel, which is looked up on the server. Faults: not_found.
Result<std::int64_t> find_revision(Client& client, const ChannelRef& channel, const std::string& name);

}  // namespace slipway::cli
