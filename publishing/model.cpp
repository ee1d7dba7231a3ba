#include "publishing/model.hpp"

#include "repo-format/rpm/rpm_package.hpp"

#include <algorithm>
#include <tuple>

namespace slipway::publishing {
namespace {

constexpr std::string_view deb_all = "all";
constexpr std::string_view rpm_source = "source";

bool is_deb(const storage::DistroRow& distro) { return distro.format == "deb"; }

bool declares(const storage::DistroRow& distro, std::string_view architecture) {
    return std::find(distro.architectures.begin(), distro.architectures.end(), architecture) !=
           distro.architectures.end();
}

/// deb: the declared architectures and `all`; rpm: the declared basearches.
std::vector<std::string> index_architectures(const storage::DistroRow& distro) {
    auto architectures = distro.architectures;
    if (is_deb(distro)) architectures.emplace_back(deb_all);
    return architectures;
}

std::vector<std::string> listed_in(const storage::DistroRow& distro, const std::string& architecture) {
    if (is_deb(distro)) {
        if (architecture == deb_all) return index_architectures(distro);
        return {architecture};
    }
    if (architecture == "noarch") {
        auto basearches = distro.architectures;
        std::erase(basearches, rpm_source);
        return basearches;
    }
    std::vector<std::string> basearches = {rpm::basearch_of(architecture)};
    if (basearches.front() == "i386" && declares(distro, "x86_64")) basearches.emplace_back("x86_64");
    return basearches;
}

}  // namespace

const storage::DistroRow* RepositoryState::find_distro(std::string_view name) const {
    for (const auto& distro : settings.distros)
        if (distro.name == name) return &distro;
    return nullptr;
}

const storage::DistroRow* RepositoryState::find_distro(RowId id) const {
    for (const auto& distro : settings.distros)
        if (distro.id == id) return &distro;
    return nullptr;
}

Error missing_package(const Sha256& sha256) {
    return Error(Fault::corrupt, "the catalog lacks package " + sha256.hex() + "; run slipwayd fsck");
}

Result<> check_unprotected(const storage::ChannelRow& channel) {
    if (!channel.is_protected) return {};
    return Error(Fault::forbidden, "channel " + channel.name +
                                       " is protected: its content changes by promotion and rollback only; upload into "
                                       "another channel and promote from there")
        .as("channel-protected");
}

bool is_signed_by_revoked(const RepositoryState& repository, const storage::PackageRow& package) {
    return std::any_of(repository.keyring.begin(), repository.keyring.end(), [&](const auto& key) {
        return key.state == signing::KeyState::revoked && key.key.fingerprint == package.signed_by;
    });
}

std::string_view name_of(Cause cause) {
    constexpr std::string_view names[] = {"create",   "upload", "remove", "promote",
                                          "rollback", "expire", "resign", "purge"};
    return names[static_cast<std::size_t>(cause)];
}

std::vector<IndexKey> indexes_for(const storage::DistroRow& distro, const std::string& component,
                                  const std::string& architecture) {
    std::vector<IndexKey> keys;
    for (auto& listed : listed_in(distro, architecture)) keys.push_back({distro.id, component, std::move(listed)});
    return keys;
}

IndexKey home_of(const storage::DistroRow& distro, const std::string& component, const std::string& architecture) {
    if (is_deb(distro)) return {distro.id, component, architecture};
    const auto listed = listed_in(distro, architecture);
    return {distro.id, component, listed.empty() ? architecture : listed.front()};
}

bool is_home_of(const storage::DistroRow& distro, const IndexKey& index, const std::string& architecture) {
    return home_of(distro, index.component, architecture).architecture == index.architecture;
}

std::optional<std::string> needed_architecture(const storage::DistroRow& distro, const std::string& architecture) {
    if (is_deb(distro)) return architecture == deb_all ? std::nullopt : std::optional(architecture);
    if (architecture == "noarch") return std::nullopt;
    return rpm::basearch_of(architecture);
}

std::vector<std::string> components_of(const storage::DistroRow& distro) {
    return is_deb(distro) ? distro.components : std::vector<std::string>{""};
}

std::vector<IndexKey> all_indexes(const storage::DistroRow& distro) {
    std::vector<IndexKey> keys;
    for (const auto& component : components_of(distro))
        for (auto& architecture : index_architectures(distro))
            keys.push_back({distro.id, component, std::move(architecture)});
    return keys;
}

Error no_repository(const std::string& name) {
    return Error(Fault::not_found, "there is no repository '" + name + "'; check the name, or create it first")
        .as("unknown-repository");
}

Sha256 content_root(const RepositoryState& repository, const std::map<IndexKey, ListState>& lists) {
    std::vector<std::tuple<std::string, std::string, std::string, Sha256>> rows;
    for (const auto& [key, list] : lists)
        if (list.root)
            rows.emplace_back(repository.find_distro(key.distro)->name, key.component, key.architecture, *list.root);
    std::sort(rows.begin(), rows.end());

    Sha256Hasher hasher;
    for (const auto& [distro, component, architecture, root] : rows) {
        // None of the names may hold a newline, so this text is unambiguous.
        hasher.update(distro + "\n" + component + "\n" + architecture + "\n" + root.hex() + "\n");
    }
    return hasher.finish();
}

}  // namespace slipway::publishing
