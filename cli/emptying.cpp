#include "cli/emptying.hpp"

#include "cli/consent.hpp"

#include <fmt/format.h>

namespace slipway::cli {

Result<> agree_to_empty(Client& client, bool yes, const std::string& source, const ChannelPlace& channel) {
    if (yes || TRY(client.get(source)).json["package_count"].integer() > 0) return {};
    const auto target = api_path({"repositories", channel.repository, "channels", channel.channel});
    const auto packages = TRY(client.get(target)).json["package_count"].integer();
    if (packages == 0) return {};
    return obtain_consent(
        yes, fmt::format("This takes all {} packages out of {} and puts none in. Do it?", packages, channel.text()));
}

}  // namespace slipway::cli
