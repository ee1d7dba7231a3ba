#pragma once

#include "base/result.hpp"
#include "cli/channel_ref.hpp"
#include "cli/client.hpp"

#include <string>

namespace slipway::cli {

/// Asks `question` on the terminal before something is destroyed, unless `given` (--yes). A script has no terminal, so
/// it must pass --yes. Faults: cancelled (code declined), invalid_input (code usage).
Result<> obtain_consent(bool given, const std::string& question);

/// A content that a channel is about to get.
struct NewContent {
    std::string source;      // the address of the channel or revision that has it
    std::string difference;  // the address of the difference between it and the channel
    std::string leaving;     // its member with what the channel would lose: "removed", or "added" since the source
};

/// Asks before the channel, or a distro of it, loses all its packages and gets none, because its clients would find
/// nothing. Faults: as `obtain_consent`; those of the requests.
Result<> agree_to_empty(Client& client, bool yes, const NewContent& content, const ChannelRef& channel);

}  // namespace slipway::cli
