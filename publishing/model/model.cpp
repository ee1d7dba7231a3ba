#include "publishing/model/model.hpp"

#include "repo-format/formats/package_format.hpp"

#include <algorithm>
#include <cassert>
#include <set>
#include <tuple>

namespace slipway::publishing {

namespace {

/// Of a content, the package lists of a distro: they stand side by side.
std::vector<const IndexKey*> package_lists_in(const storage::DistroRow& distro, const ContentLists& lists) {
    const auto kind = package_list_of(distro).name();
    std::vector<const IndexKey*> found;
    for (auto at = lists.lower_bound({distro.id, kind, "", ""}); at != lists.end(); ++at) {
        if (at->first.distro != distro.id || at->first.kind != kind) break;
        found.push_back(&at->first);
    }
    return found;
}

void add_indexes(std::vector<IndexKey>& keys, const formats::IndexKind& kind, const storage::DistroRow& distro,
                 const ContentLists& lists) {
    const auto architectures = kind.indexes(architectures_in(distro, lists));
    for (const auto& component : components_in(distro, lists))
        for (const auto& architecture : architectures)
            keys.push_back({distro.id, kind.name(), component, architecture});
}

}  // namespace

const formats::IndexKind& kind_of(const IndexKey& index) {
    const auto* kind = formats::find_kind(index.kind);
    assert(kind != nullptr);
    return *kind;
}

Result<> check_kind(const IndexKey& index) {
    if (formats::find_kind(index.kind) != nullptr) return {};
    return Error(Fault::corrupt, "no kind of index is called " + std::string(name_of(index.kind)));
}

const formats::IndexKind& package_list_of(const storage::DistroRow& distro) {
    return formats::of(distro.format).package_list();
}

bool lists_packages(const IndexKey& index) {
    const auto* kind = formats::find_kind(index.kind);
    return kind != nullptr && kind->traits().lists_packages;
}

index::ListOrder package_order_of(const storage::DistroRow& distro) { return package_list_of(distro).traits().order; }

std::string_view architecture_of_all(const storage::DistroRow& distro) {
    return formats::of(distro.format).traits().for_every_machine;
}

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

Result<std::vector<Seconds>> upload_times(const std::unordered_map<Sha256, storage::PackageRow>& rows,
                                          std::span<const Sha256> packages) {
    std::vector<Seconds> times;
    times.reserve(packages.size());
    for (const auto& sha256 : packages) {
        const auto row = rows.find(sha256);
        if (row == rows.end()) return missing_package(sha256);
        times.push_back(row->second.uploaded_at);
    }
    return times;
}

VersionKey version_in(RowId distro, const storage::PackageRow& package) {
    return {distro, package.name, package.version, package.architecture};
}

Result<> check_unprotected(const storage::ChannelRow& channel) {
    if (!channel.is_protected) return {};
    return Error("channel-protected"_problem,
                 "channel " + channel.name +
                     " is protected: its content changes only by promotion and rollback; upload into "
                     "another channel and promote from there");
}

bool is_signed_by_revoked(const RepositoryState& repository, const storage::PackageRow& package) {
    return std::any_of(repository.keyring.begin(), repository.keyring.end(), [&](const auto& key) {
        return key.state == signing::KeyState::revoked && key.key.fingerprint == package.signed_by;
    });
}

bool declares(const storage::DistroRow& distro, std::string_view architecture) {
    return std::ranges::find(distro.architectures, architecture) != distro.architectures.end();
}

std::vector<std::string> extra_architectures(const storage::DistroRow& distro, const ContentLists& lists) {
    std::set<std::string> extra;
    for (const auto* index : package_lists_in(distro, lists))
        if (!declares(distro, index->architecture) && index->architecture != architecture_of_all(distro))
            extra.insert(index->architecture);
    return {extra.begin(), extra.end()};
}

std::vector<std::string> architectures_in(const storage::DistroRow& distro, const ContentLists& lists) {
    auto architectures = distro.architectures;
    for (auto& extra : extra_architectures(distro, lists)) architectures.push_back(std::move(extra));
    return architectures;
}

std::vector<IndexKey> indexes_for(const formats::IndexKind& kind, const storage::DistroRow& distro,
                                  const std::vector<std::string>& architectures, const std::string& component,
                                  const std::string& architecture) {
    std::vector<IndexKey> keys;
    for (auto& listed : kind.listing_indexes(architectures, architecture))
        keys.push_back({distro.id, kind.name(), component, std::move(listed)});
    return keys;
}

std::vector<IndexKey> indexes_for(const storage::DistroRow& distro, const std::vector<std::string>& architectures,
                                  const std::string& component, const std::string& architecture) {
    return indexes_for(package_list_of(distro), distro, architectures, component, architecture);
}

IndexKey home_of(const storage::DistroRow& distro, const std::string& component, const std::string& architecture) {
    return {distro.id, package_list_of(distro).name(), component,
            needed_architecture(distro, architecture).value_or(architecture)};
}

bool is_home_of(const storage::DistroRow& distro, const IndexKey& index, const std::string& architecture) {
    return index.kind == package_list_of(distro).name() &&
           index.architecture == needed_architecture(distro, architecture).value_or(architecture);
}

std::optional<std::string> needed_architecture(const storage::DistroRow& distro, const std::string& architecture) {
    return formats::of(distro.format).own_index(architecture);
}

std::vector<std::string> components_of(const storage::DistroRow& distro) {
    return formats::of(distro.format).traits().has_components ? distro.components : std::vector<std::string>{""};
}

std::vector<std::string> components_in(const storage::DistroRow& distro, const ContentLists& lists) {
    auto components = components_of(distro);
    std::set<std::string> others;
    for (const auto* index : package_lists_in(distro, lists))
        if (std::ranges::find(components, index->component) == components.end()) others.insert(index->component);
    components.insert(components.end(), others.begin(), others.end());
    return components;
}

std::vector<IndexKey> all_indexes(const storage::DistroRow& distro, const ContentLists& lists) {
    std::vector<IndexKey> keys;
    for (const auto* kind : formats::of(distro.format).kinds()) add_indexes(keys, *kind, distro, lists);
    return keys;
}

std::vector<IndexKey> package_lists(const storage::DistroRow& distro, const ContentLists& lists) {
    std::vector<IndexKey> keys;
    add_indexes(keys, package_list_of(distro), distro, lists);
    return keys;
}

Error no_repository(const std::string& name) {
    return Error("unknown-repository"_problem,
                 "there is no repository '" + name + "'; check the name, or create it first");
}

Error no_distro(const RepositoryState& repository, const std::string& name) {
    return Error("unknown-distro"_problem, "repository " + repository.settings.name + " has no distro " + name);
}

Sha256 content_root(const RepositoryState& repository, const ContentLists& lists) {
    std::vector<std::tuple<std::string, std::string, std::string, std::string, Sha256>> rows;
    for (const auto& [key, list] : lists) {
        if (!list.root) continue;
        // Of package lists, which once were the only ones, no kind is named.
        const auto kind = lists_packages(key) ? std::string() : std::string(name_of(key.kind)) + "\n";
        rows.emplace_back(repository.find_distro(key.distro)->name, key.component, key.architecture, kind, *list.root);
    }
    std::sort(rows.begin(), rows.end());

    Sha256Hasher hasher;
    for (const auto& [distro, component, architecture, kind, root] : rows) {
        // No name holds a newline, and no kind looks like a root, so this text is unambiguous.
        hasher.update(distro + "\n" + component + "\n" + architecture + "\n" + kind + root.hex() + "\n");
    }
    return hasher.finish();
}

}  // namespace slipway::publishing
