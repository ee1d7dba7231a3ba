// What enters and leaves a channel when it takes over content that the repository has already, or loses packages.
//
// Every package that enters is looked at once: whether it was purged, whether a newer signed variant stands for it,
// whether its version is taken. Then the differences are applied like uploads and removals: equal content has equal
// roots, however it came about.
#include "publishing/planning/movement.hpp"

#include "publishing/planning/signed_variants.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <span>
#include <tuple>

namespace slipway::publishing {
namespace {

/// Looks at what enters a channel, some packages at a time.
class EnteringCheck {
public:
    EnteringCheck(Planning& planning, Names names, bool check_versions, Movement& movement, ContentOutcome& outcome)
        : planning_(planning), names_(names), check_versions_(check_versions), movement_(movement), outcome_(outcome) {}

    /// Those that stay out are left behind.
    Result<> validate(std::span<Moving> part) {
        std::vector<Sha256> listed;
        for (const auto& moving : part) listed.push_back(moving.entry.key.sha256);
        const auto found = TRY(find_listed_packages(planning_.facts(), planning_.state(), listed));
        const auto first = entering_.size();
        std::vector<SharedPackage> packages;
        for (auto& moving : part) {
            const auto package = found.find(moving.entry.key.sha256);
            if (package != found.end())
                packages.push_back(TRY(enter(std::move(moving), package->second)));
            else
                movement_.as_found = false;  // purged: it never comes back
        }
        return check_versions_ ? take_versions(std::span(entering_).subspan(first), packages) : Result<>();
    }

    std::vector<Moving>& entering() { return entering_; }
    /// Free ones.
    std::vector<storage::TakenVersion>& versions() { return versions_; }

private:
    /// The package as it enters: as it was found, or in a newer signed variant.
    Result<SharedPackage> enter(Moving moving, const storage::PackageRow& found) {
        const auto package = std::make_shared<const storage::PackageRow>(TRY(trusted_variant(planning_, found)));
        const bool replaced = package->sha256 != found.sha256;
        if (replaced) {
            moving.entry = {key_of(*package), package->weight};
            movement_.as_found = false;
        }
        if (replaced || names_ == Names::perhaps_lost)
            planning_.store_package(package, moving.distro->id, moving.component);
        entering_.push_back(std::move(moving));
        return package;
    }

    Result<> take_versions(std::span<const Moving> entered, const std::vector<SharedPackage>& packages) {
        std::vector<VersionKey> wanted;
        for (std::size_t i = 0; i < packages.size(); ++i)
            wanted.push_back(version_in(entered[i].distro->id, *packages[i]));
        const auto taken = TRY(planning_.find_taken(wanted));
        for (std::size_t i = 0; i < packages.size(); ++i) {
            const auto& uploaded = packages[i]->uploaded_sha256;
            const auto& [distro, name, version, architecture] = wanted[i];
            const auto holder = taken.find(wanted[i]);
            if (holder == taken.end())
                versions_.push_back({distro, name, version, architecture, uploaded});
            else if (holder->second != uploaded)
                TRY(record_conflict(entered[i], holder->second));
        }
        return {};
    }

    Result<> record_conflict(const Moving& moving, const Sha256& holder) {
        if (++outcome_.conflict_count > max_reported) return {};
        auto channels = TRY(planning_.holders_of(*moving.distro, moving.entry.key, holder));
        outcome_.conflicts.push_back(
            {moving.distro->name, moving.component, moving.entry.key, holder, std::move(channels)});
        return {};
    }

    Planning& planning_;
    const Names names_;
    const bool check_versions_;
    Movement& movement_;
    ContentOutcome& outcome_;
    std::vector<Moving> entering_;
    std::vector<storage::TakenVersion> versions_;
};

/// A newer signed variant may be there already, in the place of the one that was to enter.
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

    EnteringCheck check(planning, known.names, check_versions, movement, outcome);
    for (std::span<Moving> left = movement.entering; !left.empty();) {
        const auto part = left.first(std::min(left.size(), asked_at_once));
        TRY(check.validate(part));
        left = left.subspan(part.size());
    }
    movement.entering = std::move(check.entering());
    drop_unmoved(movement);
    if (outcome.conflicts.empty())
        std::ranges::move(check.versions(), std::back_inserter(planning.plan().taken_versions));
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
    TRY(channel.finish([&](RowId id) { return planning.state().find_distro(id); }, planning.packages(), nodes));
    NamesByIndex names;
    for (const auto* side : {&movement.entering, &movement.leaving})
        for (const auto& [distro, component, entry] : *side)
            names[home_of(*distro, component, entry.key.qualifier)].insert(entry.key.name);
    outcome.diff =
        TRY(diff_of_names(nodes, planning.state().settings, before.lists, channel.state().lists, names, max_reported));
    return {};
}

Result<> check_expected(const ChannelState& channel, const std::optional<std::int64_t>& expected) {
    if (!expected || *expected == channel.revision) return {};
    return Error("unexpected-revision"_problem,
                 "channel " + channel.settings.name + " is at revision " + std::to_string(channel.revision) + ", not " +
                     std::to_string(*expected) + ": it changed meanwhile; look at the difference again");
}

}  // namespace slipway::publishing
