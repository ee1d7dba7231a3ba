#pragma once

#include "base/result.hpp"
#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

#include <string>

namespace slipway::cli {

/// Before something is destroyed: asks `question` on the terminal, unless `given` (--yes). Where standard input is no
/// terminal nobody can be asked, so a script has to say --yes. Faults: cancelled (code declined), invalid_input (code
/// usage).
Result<> obtain_consent(bool given, const std::string& question);

/// Before a channel gets the content that stands at `source` (the address of a channel or a revision): where that has
/// no package and the channel has some, its clients would find nothing, and a yes is needed. Faults: as
/// `obtain_consent`; those of the requests.
Result<> agree_to_empty(Client& client, bool yes, const std::string& source, const ChannelRef& channel);

}  // namespace slipway::cli
