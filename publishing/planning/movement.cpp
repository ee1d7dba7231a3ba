// What enters and leaves a channel when it takes over content that the repository has already, or loses packages.
//
// Every package that enters is looked at once: whether it was purged, whether a newer signing stands for it, whether
// its version is taken. Then the differences are applied like uploads and removals: equal content has equal roots,
// however it came about.
#include "publishing/planning/movement.hpp"

#include "publishing/planning/signed_variants.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace slipway::publishing {
namespace {

Result<> check_taken(const Planning& planning, const Moving& moving, const storage::PackageRow& package,
                     std::vector<storage::TakenVersion>& wanted, ContentOutcome& outcome) {
    const auto holder = TRY(planning.taken_by(*moving.distro, package));
    if (!holder) {
        wanted.push_back(
            {moving.distro->id, package.name, package.version, package.architecture, package.uploaded_sha256});
        return {};
    }
    if (*holder == package.uploaded_sha256) return {};
    if (++outcome.conflict_count > most_told) return {};
    auto channels = TRY(planning.holders_of(*moving.distro, moving.entry.key, *holder));
    outcome.conflicts.push_back(
        {moving.distro->name, moving.component, moving.entry.key, *holder, std::move(channels)});
    return {};
}

/// A newer signing may be there already, in the place of the one that was to enter.
void drop_unmoved(Movement& movement) {
    if (movement.as_found) return;
    const std::set<Moving> entering(movement.entering.begin(), movement.entering.end());
    const std::set<Moving> leaving(movement.leaving.begin(), movement.leaving.end());
    std::erase_if(movement.entering, [&](const Moving& moving) { return leaving.contains(moving); });
    std::erase_if(movement.leaving, [&](const Moving& moving) { return entering.contains(moving); });
}

bool has_revoked_key(const RepositoryState& repository) {
    return std::ranges::any_of(repository.keyring,
                               [](const auto& key) { return key.state == signing::KeyState::revoked; });
}

}  // namespace

bool Moving::operator<(const Moving& other) const {
    const auto path = std::tie(distro->id, component);
    const auto other_path = std::tie(other.distro->id, other.component);
    return path != other_path ? path < other_path : KeyLess()(entry.key, other.entry.key);
}

Result<Movement> difference_of(const Planning& planning, const ContentLists& from, const ContentLists& to) {
    Movement movement;
    const auto record = [&](const storage::DistroRow& distro, const IndexKey& home, index::Side side,
                            const index::Entry& entry) {
        auto& moving = side == index::Side::added ? movement.entering : movement.leaving;
        moving.push_back({&distro, home.component, entry});
    };
    TRY(visit_differences(planning.given().nodes, planning.state().settings, from, to, record));
    return movement;
}

Result<> validate_entering(Planning& planning, const storage::ChannelRow& target, KnownOfEntering known,
                           Movement& movement, ContentOutcome& outcome) {
    const bool check_versions = target.immutable_versions && known.versions == Versions::unknown;
    if (!check_versions && !has_revoked_key(planning.state()) && known.names == Names::known) return {};

    std::vector<storage::TakenVersion> wanted;
    std::vector<Moving> entering;
    for (auto& moving : movement.entering) {
        const auto found = TRY(find_listed_package(planning.facts(), planning.state(), moving.entry.key.sha256));
        if (!found) {  // purged: it never comes back
            movement.as_found = false;
            continue;
        }
        const auto package = std::make_shared<const storage::PackageRow>(TRY(trusted_variant(planning, *found)));
        const bool replaced = package->sha256 != found->sha256;
        if (replaced) {
            moving.entry = {key_of(*package), package->weight};
            movement.as_found = false;
        }
        if (replaced || known.names == Names::perhaps_lost)
            planning.store_package(package, moving.distro->id, moving.component);
        if (check_versions) TRY(check_taken(planning, moving, *package, wanted, outcome));
        entering.push_back(std::move(moving));
    }
    movement.entering = std::move(entering);
    drop_unmoved(movement);
    if (outcome.conflicts.empty())
        std::move(wanted.begin(), wanted.end(), std::back_inserter(planning.plan().taken_versions));
    return {};
}

Result<> apply(const Movement& movement, ChannelDraft& channel) {
    for (const auto& moving : movement.leaving) channel.remove(*moving.distro, moving.component, moving.entry.key);
    for (const auto& moving : movement.entering) TRY(channel.add(*moving.distro, moving.component, moving.entry));
    return {};
}

Result<> finish_movement(Planning& planning, ChannelDraft& channel, const ChannelState& before,
                         const Movement& movement, ContentOutcome& outcome) {
    auto& nodes = *planning.plan().nodes;
    TRY(channel.finish([&](RowId id) { return planning.state().find_distro(id); }, nodes));
    NamesByIndex names;
    for (const auto* side : {&movement.entering, &movement.leaving})
        for (const auto& [distro, component, entry] : *side)
            names[home_of(*distro, component, entry.key.architecture)].insert(entry.key.name);
    outcome.diff =
        TRY(diff_of_names(nodes, planning.state().settings, before.lists, channel.state().lists, names, most_told));
    return {};
}

Result<> check_expected(const ChannelState& channel, const std::optional<std::int64_t>& expected) {
    if (!expected || *expected == channel.revision) return {};
    return Error("unexpected-revision"_problem,
                 "channel " + channel.settings.name + " is at revision " + std::to_string(channel.revision) + ", not " +
                     std::to_string(*expected) + ": it changed meanwhile; look at the difference again");
}

}  // namespace slipway::publishing
