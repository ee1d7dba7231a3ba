#include "cli/package_names.hpp"

#include "base/digest.hpp"
#include "cli/exit_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace slipway::cli {
namespace {

/// Faults: invalid_input "usage" when one distro has several versions for one architecture.
Result<> check_unambiguous(const std::string& name, const JsonValue& packages) {
    std::map<std::pair<std::string, std::string>, std::string> versions;
    for (const auto& package : packages.elements()) {
        const auto version = package["version"].text();
        const std::pair place(package["distro"].text(), package["architecture"].text());
        const auto [known, is_new] = versions.try_emplace(place, version);
        if (!is_new && known->second != version)
            return Error(Fault::invalid_input, fmt::format("'{0}' has versions {1} and {2}; say which: {0}={2}", name,
                                                           known->second, version))
                .as(error_code::usage);
    }
    return {};
}

Result<std::vector<std::string>> find_by_name(Client& client, const ChannelPlace& channel, const std::string& text,
                                              const std::string& distro) {
    const auto equals = text.find('=');
    const auto name = text.substr(0, equals);
    auto target = api_path({"repositories", channel.repository, "channels", channel.channel, "packages"});
    add_query(target, "name", name);
    if (equals != text.npos) add_query(target, "version", text.substr(equals + 1));
    add_query(target, "distro", distro);
    const auto answer = TRY(client.get_pages(target, 0));
    const auto packages = answer.json["packages"];
    if (packages.elements().empty()) return Error(Fault::not_found, channel.text() + " has no package '" + text + "'");
    if (equals == text.npos) TRY(check_unambiguous(name, packages));
    std::vector<std::string> digests;
    for (const auto& package : packages.elements()) digests.push_back(package["sha256"].text());
    return digests;
}

}  // namespace

Result<std::vector<std::string>> find_packages(Client& client, const ChannelPlace& channel,
                                               const std::vector<std::string>& names, const std::string& distro) {
    std::vector<std::string> digests;
    for (const auto& name : names) {
        const auto meant = Sha256::parse(name) ? std::vector{name} : TRY(find_by_name(client, channel, name, distro));
        for (const auto& digest : meant)
            if (std::ranges::find(digests, digest) == digests.end()) digests.push_back(digest);
    }
    return digests;
}

}  // namespace slipway::cli
