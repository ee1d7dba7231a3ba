// What a machine needs to use a channel: the source file of apt, and that of dnf, yum and zypper (docs/http-api.md,
// "Set-up files"). The script that puts the right one in place is in setup_script.cpp.
#include "publishing/served/setup_files.hpp"

#include "publishing/model/urls.hpp"
#include "publishing/served/published_tree.hpp"
#include "repo-format/formats/package_format.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/openpgp/armor.hpp"

namespace slipway::publishing {
namespace {

/// One armor block that holds all keys suits every apt.
std::string apt_key_file(const signing::Keyring& keyring) {
    auto keys = signing::apt_trusted(keyring);
    auto merged = signing::merged_armor(keys);
    // Stored keys that are no armor are shown as they are; the client then reports what is wrong with them.
    return merged.ok() ? std::move(merged).release() : keys;
}

}  // namespace

std::string set_up_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                        std::string_view public_url, std::string_view snapshot) {
    const auto& format = formats::of(distro.format);
    const auto base = base_url(public_url, repository.settings.name, distro.name, snapshot);
    const auto keys = key_file(format.traits().layout, repository.keyring);
    return format.set_up_file({.repository = repository.settings.name,
                               .distro = distro.name,
                               .channel = channel,
                               .public_url = public_url,
                               .base_url = base,
                               .components = distro.components,
                               .armored_keys = keys,
                               .packages_are_signed = repository.settings.sign_packages});
}

std::string list_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                      std::string_view public_url, std::string_view snapshot) {
    const auto base = base_url(public_url, repository.settings.name, distro.name, snapshot);
    return formats::of(distro.format)
               .source_line({.repository = repository.settings.name,
                             .distro = distro.name,
                             .channel = channel,
                             .public_url = public_url,
                             .base_url = base,
                             .components = distro.components,
                             .armored_keys = {}}) +
           "\n";
}

std::string key_file(formats::Layout layout, const signing::Keyring& keyring) {
    return layout == formats::Layout::apt ? apt_key_file(keyring) : signing::rpm_trusted(keyring);
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
