#include "cli/consent.hpp"

#include "base/text.hpp"
#include "cli/exit_codes.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace slipway::cli {

Result<> obtain_consent(bool given, const std::string& question) {
    if (given) return {};
    if (!is_terminal(STDIN_FILENO))
        return Error(client_problem::usage, question + " There is no terminal to ask on; pass --yes");
    const auto answer = to_lower(trimmed(TRY(read_line(question + " [y/N] "))));
    if (answer == "y" || answer == "yes") return {};
    return Error(client_problem::declined, "nothing was done");
}

Result<> agree_to_empty(Client& client, bool yes, const std::string& source, const ChannelRef& channel) {
    if (yes || TRY(client.get(source)).json["package_count"].integer() > 0) return {};
    const auto target = api_path({"repositories", channel.repository, "channels", channel.channel});
    const auto packages = TRY(client.get(target)).json["package_count"].integer();
    if (packages == 0) return {};
    return obtain_consent(
        yes, fmt::format("This removes all {} packages from {} and adds none. Do it?", packages, channel.text()));
}

}  // namespace slipway::cli
