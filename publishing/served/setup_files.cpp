// What a machine needs to use a channel: the source file of apt, and that of dnf, yum and zypper (docs/http-api.md,
// "Set-up files"). The script that puts the right one in place is in setup_script.cpp.
#include "publishing/served/setup_files.hpp"

#include "publishing/model/urls.hpp"
#include "publishing/served/published_tree.hpp"
#include "repo-format/apt/sources_snippet.hpp"
#include "repo-format/yum/repo_snippet.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/openpgp/armor.hpp"

#include <fmt/format.h>

namespace slipway::publishing {
namespace {

apt::SourcesSnippet sources_snippet(const RepositoryState& repository, const storage::DistroRow& distro,
                                    std::string_view channel, std::string_view public_url, std::string_view snapshot) {
    return {.base_url = base_url(public_url, repository.settings.name, distro.name, snapshot),
            .channel = std::string(channel),
            .components = distro.components,
            .armored_keys = apt_key_file(repository.keyring)};
}

}  // namespace

std::string sources_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                         std::string_view public_url, std::string_view snapshot) {
    return apt::render(sources_snippet(repository, distro, channel, public_url, snapshot));
}

std::string list_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                      std::string_view public_url, std::string_view snapshot) {
    return apt::render_list_line(sources_snippet(repository, distro, channel, public_url, snapshot),
                                 "/etc/apt/keyrings/" + repository.settings.name + ".asc");
}

std::string repo_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                      std::string_view public_url, std::string_view snapshot) {
    const auto& name = repository.settings.name;
    const auto below = base_url(public_url, name, distro.name, snapshot);
    return yum::render({.repository = name,
                        .distro = distro.name,
                        .channel = std::string(channel),
                        .base_url = fmt::format("{}/{}/$basearch/", below, channel),
                        .source_url = fmt::format("{}/{}/source/", below, channel),
                        .gpgkey_url = fmt::format("{}/{}/rpm-keys.asc", public_url, name),
                        .packages_are_signed = repository.settings.sign_packages});
}

std::string apt_key_file(const signing::Keyring& keyring) {
    auto keys = signing::apt_trusted(keyring);
    auto merged = signing::merged_armor(keys);
    // Stored keys that are no armor are shown as they are: the client then tells what is wrong with them.
    return merged.ok() ? std::move(merged).release() : keys;
}

std::string in_groups_of_four(std::string_view fingerprint) {
    std::string out;
    for (std::size_t at = 0; at < fingerprint.size(); ++at) {
        if (at != 0 && at % 4 == 0) out += ' ';
        out += fingerprint[at];
    }
    return out;
}

}  // namespace slipway::publishing
