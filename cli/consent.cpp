#include "cli/consent.hpp"

#include "base/text.hpp"
#include "cli/exit_codes.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unistd.h>

namespace slipway::cli {

namespace {

/// How many packages each distro of the channel would lose, where it would get none.
Result<std::map<std::string, std::size_t>> losses_of(Client& client, const NewContent& content) {
    std::map<std::string, std::size_t> losses;
    auto first = content.difference;
    add_query(first, "limit", "1");
    if (TRY(client.get(first)).json["counts"][content.leaving].integer() == 0) return losses;
    const auto difference = TRY(client.get_pages(content.difference, 0)).json;
    for (const auto& entry : difference[content.leaving].elements())
        losses[entry["distro"].text()] += std::max(entry["from"].elements().size(), entry["to"].elements().size());
    for (const auto* list : {"added", "removed", "upgraded", "downgraded"})
        if (list != content.leaving)
            for (const auto& entry : difference[list].elements()) losses.erase(entry["distro"].text());
    return losses;
}

}  // namespace

Result<> obtain_consent(bool given, const std::string& question) {
    if (given) return {};
    if (!is_terminal(STDIN_FILENO))
        return Error(client_problem::usage, question + " There is no terminal to ask on; pass --yes");
    const auto answer = to_lower(trimmed(TRY(read_line(question + " [y/N] "))));
    if (answer == "y" || answer == "yes") return {};
    return Error(client_problem::declined, "nothing was done");
}

Result<> agree_to_empty(Client& client, bool yes, const NewContent& content, const ChannelRef& channel) {
    if (yes) return {};
    if (TRY(client.get(content.source)).json["package_count"].integer() == 0) {
        const auto target = api_path({"repositories", channel.repository, "channels", channel.channel});
        const auto packages = TRY(client.get(target)).json["package_count"].integer();
        if (packages == 0) return {};
        return obtain_consent(
            yes, fmt::format("This removes all {} packages from {} and adds none. Do it?", packages, channel.text()));
    }
    for (const auto& [distro, lost] : TRY(losses_of(client, content))) {
        auto list = api_path({"repositories", channel.repository, "channels", channel.channel, "packages"});
        add_query(list, "distro", distro);
        const auto listed = TRY(client.get_pages(list, lost + 1)).json["packages"].elements().size();
        if (listed > lost) continue;  // some stay
        TRY(obtain_consent(yes, fmt::format("This removes all {} packages of distro {} from {} and adds none. Do it?",
                                            lost, distro, channel.text())));
    }
    return {};
}

}  // namespace slipway::cli
