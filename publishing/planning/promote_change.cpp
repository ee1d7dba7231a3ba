// The rules of a promotion. It begins with what differs between the two channels, found in the trees without reading
// what is equal. A target that becomes equal to its source takes the source's list roots as they are; in all other
// cases the differences are applied.
#include "publishing/planning/promote_change.hpp"

#include "base/text.hpp"
#include "publishing/planning/architecture_limit.hpp"
#include "publishing/planning/movement.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace slipway::publishing {
namespace {

Result<> check_source(const storage::ChannelRow& target, const std::string& source) {
    const auto& allowed = target.promote_from;
    if (allowed.empty() || std::ranges::find(allowed, source) != allowed.end()) return {};
    return Error("source-not-allowed"_problem, "channel " + target.name + " accepts promotions from " +
                                                   join(allowed, ", ") + " only, not from " + source);
}

Result<> check_removals(const Promotion& promotion, const DiffPage& diff) {
    const auto removed = diff.counts.of(DiffKind::removed);
    if (!promotion.forbid_removals || removed == 0) return {};
    const auto packages = std::to_string(removed) + (removed == 1 ? " package" : " packages");
    return Error("removals-forbidden"_problem,
                 "channel " + promotion.to + " would lose " + packages + " that " + promotion.from +
                     " does not have, and removals are forbidden; a dry run that allows them names them");
}

/// What digests may stand for: packages that are named by them, as served or as uploaded.
class NamedByDigest {
public:
    static Result<NamedByDigest> find(const Facts& facts, std::span<const Sha256> digests) {
        NamedByDigest found;
        found.served_ = TRY(facts.find_packages(digests));
        std::vector<Sha256> uploaded;
        for (const auto& digest : digests) uploaded.push_back(found.uploaded_as(digest));
        found.newest_ = TRY(facts.find_newest_of(uploaded));
        return found;
    }
    /// The package itself, then the newest signed variant of the same uploaded bytes; null where there is none.
    std::array<const storage::PackageRow*, 2> of(const Sha256& digest) const {
        return {row_of(served_, digest), row_of(newest_, uploaded_as(digest))};
    }

private:
    static const storage::PackageRow* row_of(const Facts::Packages& packages, const Sha256& digest) {
        const auto found = packages.find(digest);
        return found == packages.end() ? nullptr : &found->second;
    }
    Sha256 uploaded_as(const Sha256& digest) const {
        const auto* served = row_of(served_, digest);
        return served == nullptr ? digest : served->uploaded_sha256;
    }

    Facts::Packages served_;
    Facts::Packages newest_;
};

/// Where a channel has a package, or the newest signed variant of the same uploaded bytes.
Result<std::vector<Moving>> paths_in(const Planning& planning, const ChannelDraft& channel, const NamedByDigest& named,
                                     const Sha256& digest) {
    std::vector<Moving> paths;
    for (const auto* package : named.of(digest)) {
        if (package == nullptr || !paths.empty()) continue;
        const index::Entry entry{key_of(*package), package->weight};
        for (const auto& distro : planning.state().settings.distros) {
            if (distro.format != package->format) continue;
            for (const auto& component : components_of(distro))
                if (TRY(channel.contains(distro, component, entry.key))) paths.push_back({&distro, component, entry});
        }
    }
    return paths;
}

/// The same version with other bytes leaves, as it does for an upload.
Result<> record_chosen(const Moving& path, const ChannelDraft& target, Movement& movement) {
    const auto& key = path.entry.key;
    if (TRY(target.contains(*path.distro, path.component, key))) return {};
    for (const auto& component : components_of(*path.distro))
        for (auto& present : TRY(target.same_version(*path.distro, component, key)))
            if (present.sha256 != key.sha256) movement.leaving.push_back({path.distro, component, {present, 0}});
    movement.entering.push_back(path);
    return {};
}

/// What has to enter and leave so that the target has these packages wherever the source has them. Faults: not_found
/// "unknown-package" for one that the source does not have, gone "purged".
Result<Movement> chosen_of(const Planning& planning, const ChannelDraft& source, const ChannelDraft& target,
                           const std::vector<Sha256>& packages) {
    Movement movement;
    const auto named = TRY(NamedByDigest::find(planning.facts(), packages));
    std::set<Moving> recorded;  // two digests may name one package
    for (const auto& digest : packages) {
        const auto paths = TRY(paths_in(planning, source, named, digest));
        if (paths.empty() && is_purged(planning.state(), digest)) return no_package(planning.state(), digest);
        if (paths.empty())
            return Error("unknown-package"_problem, "channel " + source.state().settings.name +
                                                        " does not contain package " + digest.hex() +
                                                        "; promote from one that does");
        for (const auto& path : paths)
            if (recorded.insert(path).second) TRY(record_chosen(path, target, movement));
    }
    return movement;
}

/// A whole channel brings its architectures along: they were within the limit where they came from.
Result<> check_architectures_of(const Planning& planning, const ChannelDraft& target, const Movement& movement) {
    NeededArchitectures needed;
    for (const auto& moving : movement.entering)
        if (auto architecture = needed_architecture(*moving.distro, moving.entry.key.qualifier))
            if (!declares(*moving.distro, *architecture)) needed.emplace(moving.distro->id, std::move(*architecture));
    return needed.empty() ? Result<>() : check_extra_architectures(planning, target, needed);
}

Result<> check_promotion(const ChannelDraft& source, const ChannelDraft& target, const Promotion& promotion) {
    TRY(check_expected(target.state(), promotion.expect_revision));
    TRY(check_expected(source.state(), promotion.expect_from_revision));
    return check_source(target.state().settings, promotion.from);
}

}  // namespace

std::optional<Action> PromoteChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return Action{Action::Kind::change_content, repository, promotion_.to};
}

Result<Change::Answer> PromoteChange::plan(Planning& planning) const {
    return answer_with_revision(promotion_.to, TRY(plan_promotion(planning, actor(), promotion_, Trial::no)));
}

Result<ContentOutcome> plan_promotion(Planning& planning, const Actor& actor, const Promotion& promotion, Trial trial) {
    const ChannelDraft& source = *TRY(planning.draft_of(promotion.from));
    ChannelDraft& target = *TRY(planning.draft_of(promotion.to));
    const bool whole = !promotion.packages;
    TRY(check_promotion(source, target, promotion));
    auto movement = whole ? TRY(difference_of(planning, target.state().lists, source.state().lists))
                          : TRY(chosen_of(planning, source, target, *promotion.packages));

    ContentOutcome outcome{source.state().revision, target.state().revision, target.state().revision, {}, 0, {}};
    // What an immutable channel has is taken by those very bytes.
    const auto versions = source.state().settings.immutable_versions ? Versions::taken : Versions::unknown;
    TRY(validate_entering(planning, target.state().settings, {versions, Names::known}, movement, outcome));
    if (!outcome.conflicts.empty() && trial == Trial::no) return outcome;

    if (!whole) TRY(check_architectures_of(planning, target, movement));
    const auto before = target.state();
    if (whole && movement.as_found)
        target.adopt(source.state());
    else
        TRY(apply(movement, target));
    TRY(finish_movement(planning, target, before, movement, outcome));
    TRY(check_removals(promotion, outcome.diff));
    if (content_root(planning.state(), target.state().lists) == before.root) return outcome;
    const audit::Promoted what{promotion.from, source.state().revision, promotion.packages, outcome.diff.counts,
                               promotion.reason};
    const auto event = planning.add_event(actor, promotion.to, what);
    planning.record_change(promotion.to, Cause::promote, actor, promotion.reason,
                           {movement.entering.size(), movement.leaving.size()}, event);
    planning.plan().channels[promotion.to].prune = !whole;
    return outcome;
}

}  // namespace slipway::publishing
