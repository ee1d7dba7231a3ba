#include "publishing/planning/channel_settings.hpp"

#include "publishing/model/names.hpp"

namespace slipway::publishing {
namespace {

Error taken_by_others(const storage::PackageRow& package, const storage::DistroRow& distro,
                      const HoldingChannels& holding) {
    return Error("package-exists"_problem,
                 "the channel has " + package.name + " " + package.version + " (" + package.architecture +
                     ") with bytes other than those published in an immutable channel of distro " + distro.name + "; " +
                     holding.have("those bytes") + "; remove that package first");
}

/// Takes the versions of these packages, unless one of them is taken by other bytes.
Result<> take_versions(Planning& planning, const storage::DistroRow& row, const std::vector<Sha256>& listed) {
    const auto packages = TRY(planning.facts().find_packages(listed));
    std::vector<VersionKey> versions;
    for (const auto& [digest, package] : packages) versions.push_back(version_in(row.id, package));
    auto taken = TRY(planning.find_taken(versions));
    for (const auto& sha256 : listed) {
        const auto found = packages.find(sha256);
        if (found == packages.end()) return missing_package(sha256);
        const auto& package = found->second;
        const auto& [version, holder] = *taken.try_emplace(version_in(row.id, package), package.uploaded_sha256).first;
        if (holder != package.uploaded_sha256)
            return taken_by_others(package, row, TRY(planning.holders_of(row, key_of(package), holder)));
        planning.take_version(row, package);
    }
    return {};
}

/// Every version in the channel becomes taken, or none when one of them is taken by other bytes.
Result<> make_immutable(Planning& planning, ChannelDraft& draft) {
    for (const auto& row : planning.state().settings.distros) {
        std::vector<Sha256> listed;
        const auto take_listed = [&]() -> Result<> {
            TRY(take_versions(planning, row, listed));
            listed.clear();
            return {};
        };
        const auto collect = [&](const index::Entry& entry) -> Result<> {
            listed.push_back(entry.key.sha256);
            return listed.size() < asked_at_once ? Result<>() : take_listed();
        };
        for (const auto& index : package_lists(row, draft.state().lists)) TRY(draft.visit_home(row, index, collect));
        TRY(take_listed());
    }
    return {};
}

}  // namespace

Result<> set_policies(Planning& planning, const ChannelPut& put, ChannelDraft& draft) {
    auto& settings = draft.settings();
    const bool is_ephemeral = draft.state().life.has_value();
    const bool immutable =
        put.immutable_versions ? put.immutable_versions->value_or(!is_ephemeral) : settings.immutable_versions;
    if (immutable && is_ephemeral)
        return Error("ephemeral-channel"_problem,
                     "channel " + put.name +
                         " is ephemeral: its versions can be published again with other bytes; promote "
                         "into another channel to keep them");
    if (immutable && !settings.immutable_versions) TRY(make_immutable(planning, draft));
    settings.immutable_versions = immutable;
    if (put.is_protected) settings.is_protected = *put.is_protected;
    if (put.promote_from) settings.promote_from = *put.promote_from;
    if (put.keep_versions) settings.keep.versions = *put.keep_versions;
    if (put.keep_days) settings.keep.days = *put.keep_days;
    return {};
}

Result<> make_channel(Planning& planning, const ChannelPut& put, std::size_t event) {
    TRY(check_name(NameOf::channel, put.name));
    ChannelState state;
    state.settings.name = put.name;
    TRY(planning.begin_channel(std::move(state), event));
    auto& draft = planning.drafts().at(put.name);
    TRY(set_policies(planning, put, draft));
    planning.save_settings(draft.settings());
    return {};
}

}  // namespace slipway::publishing
