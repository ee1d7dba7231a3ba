// The rules of promotion and rollback: what enters and leaves a channel when it takes over content that the repository
// has already.
//
// Both begin with what differs, found in the trees without reading what is equal. Every package that enters is looked
// at once: whether it was purged, whether a newer signing stands for it, whether its version is taken. A target that
// becomes equal to its source takes the source's list roots as they are. In all other cases the differences are laid in
// like uploads and removals: equal content has equal roots, however it came about.
//
// A rollback cannot take the roots of its revision: an index that the distro declares since would stay without the
// packages that belong into every index. Indexes of architectures that it does not declare come and go with the
// packages.
#include "base/text.hpp"
#include "publishing/content/past_revisions.hpp"
#include "publishing/planning/planner.hpp"

#include <algorithm>

namespace slipway::publishing {

bool Planner::Moving::operator<(const Moving& other) const {
    const auto place = std::tie(distro->id, component);
    const auto other_place = std::tie(other.distro->id, other.component);
    return place != other_place ? place < other_place : KeyLess()(entry.key, other.entry.key);
}

namespace {

Result<> check_source(const storage::ChannelRow& target, const std::string& source) {
    const auto& allowed = target.promote_from;
    if (allowed.empty() || std::ranges::find(allowed, source) != allowed.end()) return {};
    return Error("source-not-allowed"_problem, "channel " + target.name + " takes promotions from " +
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

}  // namespace

Result<> check_expected(const ChannelState& channel, const std::optional<std::int64_t>& expected) {
    if (!expected || *expected == channel.revision) return {};
    return Error("unexpected-revision"_problem,
                 "channel " + channel.settings.name + " is at revision " + std::to_string(channel.revision) + ", not " +
                     std::to_string(*expected) + ": it changed meanwhile; look at the difference again");
}

Result<ContentOutcome> Planner::plan_promotion(const Actor& actor, const Promotion& promotion, Trial trial) {
    const ChannelDraft& source = *TRY(draft_of(promotion.from));
    ChannelDraft& target = *TRY(draft_of(promotion.to));
    const bool whole = !promotion.packages;
    TRY(check_expected(target.state(), promotion.expect_revision));
    TRY(check_expected(source.state(), promotion.expect_from_revision));
    TRY(check_source(target.settings(), promotion.from));
    auto movement = whole ? TRY(difference(target.state().lists, source.state().lists))
                          : TRY(chosen(source, target, *promotion.packages));

    ContentOutcome outcome{source.state().revision, target.state().revision, target.state().revision, {}, 0, {}};
    // What an immutable channel has is taken by those very bytes.
    const Admission admission{source.state().settings.immutable_versions ? Versions::taken : Versions::unknown,
                              Names::known};
    TRY(admit(target.state().settings, admission, movement, outcome));
    if (!outcome.conflicts.empty() && trial == Trial::no) return outcome;

    if (!whole) TRY(check_room_for(target, movement));
    const auto before = target.state();
    if (whole && movement.as_found)
        target.adopt(source.state());
    else
        TRY(lay_in(movement, target));
    TRY(settle(target, before, movement, outcome));
    TRY(check_removals(promotion, outcome.diff));
    if (content_root(plan_.after, target.state().lists) == before.root) return outcome;
    const auto event = add_event(actor, promotion.to,
                                 audit::Promoted{promotion.from, source.state().revision, promotion.packages,
                                                 outcome.diff.counts, promotion.reason});
    note_change(promotion.to, Cause::promote, actor, promotion.reason, movement.entering.size(),
                movement.leaving.size(), event);
    plan_.channels[promotion.to].apply_keep = !whole;
    return outcome;
}

Result<ContentOutcome> Planner::plan_rollback(const Actor& actor, const Rollback& rollback) {
    ChannelDraft& channel = *TRY(draft_of(rollback.channel));
    TRY(check_expected(channel.state(), rollback.expect_revision));
    const auto past = TRY(get_revision(tx_, channel.settings(), rollback.revision));
    auto movement = TRY(difference(channel.state().lists, lists_of(past)));
    TRY(check_components(movement));

    ContentOutcome outcome{rollback.revision, channel.state().revision, channel.state().revision, {}, 0, {}};
    TRY(admit(channel.settings(), {Versions::unknown, Names::perhaps_lost}, movement, outcome));
    if (!outcome.conflicts.empty()) return outcome;

    const auto before = channel.state();
    TRY(lay_in(movement, channel));
    TRY(settle(channel, before, movement, outcome));
    if (content_root(plan_.after, channel.state().lists) == before.root) return outcome;
    const auto event =
        add_event(actor, rollback.channel, audit::RolledBack{rollback.revision, outcome.diff.counts, rollback.reason});
    note_change(rollback.channel, Cause::rollback, actor, rollback.reason, movement.entering.size(),
                movement.leaving.size(), event);
    return outcome;
}

/// A component that was declared once may have gone since.
Result<> Planner::check_components(const Movement& movement) {
    for (const auto& [distro, component, entry] : movement.entering) {
        const auto declared = components_of(*distro);
        if (std::ranges::find(declared, component) == declared.end())
            return Error("undeclared-component"_problem, "that revision has " + entry.key.name + " " +
                                                             entry.key.version + " in component " + component +
                                                             ", which distro " + distro->name +
                                                             " does not have any more; declare it again first");
    }
    return {};
}

/// What has to enter and leave so that `from` becomes `to`, each package once per distro and component.
Result<Planner::Movement> Planner::difference(const ContentLists& from, const ContentLists& to) const {
    Movement movement;
    const auto note = [&](const storage::DistroRow& distro, const IndexKey& home, index::Side side,
                          const index::Entry& entry) {
        auto& moving = side == index::Side::added ? movement.entering : movement.leaving;
        moving.push_back({&distro, home.component, entry});
    };
    TRY(visit_differences(parts_.nodes, plan_.after.settings, from, to, note));
    return movement;
}

/// What has to enter and leave so that the target has these packages wherever the source has them. Faults: not_found
/// "unknown-package" for one that the source does not have, gone "purged".
Result<Planner::Movement> Planner::chosen(const ChannelDraft& source, const ChannelDraft& target,
                                          const std::vector<Sha256>& packages) const {
    Movement movement;
    std::set<Moving> noted;  // two digests may name one package
    for (const auto& digest : packages) {
        const auto places = TRY(places_in(source, digest));
        if (places.empty() && is_purged(plan_.after, digest)) return no_package(plan_.after, digest);
        if (places.empty())
            return Error("unknown-package"_problem, "channel " + source.state().settings.name +
                                                        " does not contain package " + digest.hex() +
                                                        "; promote from one that does");
        for (const auto& place : places)
            if (noted.insert(place).second) TRY(note_chosen(place, target, movement));
    }
    return movement;
}

/// Where a channel has a package, or the newest signing of the same uploaded bytes.
Result<std::vector<Planner::Moving>> Planner::places_in(const ChannelDraft& channel, const Sha256& digest) const {
    const auto repository = plan_.after.settings.id;
    const auto named = TRY(storage::find_package(tx_, repository, digest));
    const auto newest = TRY(storage::find_package_by_upload(tx_, repository, named ? named->uploaded_sha256 : digest));
    std::vector<Moving> places;
    for (const auto* package : {&named, &newest}) {
        if (!*package || !places.empty()) continue;
        const auto& row = **package;
        const index::Entry entry{{row.name, row.version, row.architecture, row.sha256}, row.weight};
        for (const auto& distro : plan_.after.settings.distros) {
            if (distro.format != row.format) continue;
            for (const auto& component : components_of(distro))
                if (TRY(channel.contains(distro, component, entry.key))) places.push_back({&distro, component, entry});
        }
    }
    return places;
}

/// The same version with other bytes leaves, as it does for an upload.
Result<> Planner::note_chosen(const Moving& place, const ChannelDraft& target, Movement& movement) const {
    const auto& key = place.entry.key;
    if (TRY(target.contains(*place.distro, place.component, key))) return {};
    for (const auto& component : components_of(*place.distro))
        for (auto& present : TRY(target.same_version(*place.distro, component, key)))
            if (present.sha256 != key.sha256) movement.leaving.push_back({place.distro, component, {present, 0}});
    movement.entering.push_back(place);
    return {};
}

/// Looks at every package that enters: leaves out what was purged, takes the newest signing of what a revoked key
/// signed, collects the versions that are taken by other bytes and, if there are none, takes those that are free.
Result<> Planner::admit(const storage::ChannelRow& target, Admission how, Movement& movement, ContentOutcome& outcome) {
    const bool check_versions = target.immutable_versions && how.versions == Versions::unknown;
    const bool revoked = std::ranges::any_of(plan_.after.keyring,
                                             [](const auto& key) { return key.state == signing::KeyState::revoked; });
    if (!check_versions && !revoked && how.names == Names::known) return {};

    std::vector<storage::TakenVersion> wanted;
    std::vector<Moving> entering;
    for (auto& moving : movement.entering) {
        const auto found = TRY(find_listed_package(tx_, plan_.after, moving.entry.key.sha256));
        if (!found) {  // purged: it never comes back
            movement.as_found = false;
            continue;
        }
        const auto package = std::make_shared<const storage::PackageRow>(TRY(standing_signing_of(*found)));
        const bool replaced = package->sha256 != found->sha256;
        if (replaced) {
            moving.entry = {{package->name, package->version, package->architecture, package->sha256}, package->weight};
            movement.as_found = false;
        }
        if (replaced || how.names == Names::perhaps_lost) keep_package(package, moving.distro->id, moving.component);
        if (check_versions) TRY(check_taken(moving, *package, wanted, outcome));
        entering.push_back(std::move(moving));
    }
    movement.entering = std::move(entering);
    drop_unmoved(movement);
    if (outcome.conflicts.empty()) std::move(wanted.begin(), wanted.end(), std::back_inserter(plan_.taken_versions));
    return {};
}

Result<> Planner::check_taken(const Moving& moving, const storage::PackageRow& package,
                              std::vector<storage::TakenVersion>& wanted, ContentOutcome& outcome) const {
    const auto holder = TRY(taken_by(*moving.distro, package));
    if (!holder) {
        wanted.push_back(
            {moving.distro->id, package.name, package.version, package.architecture, package.uploaded_sha256});
        return {};
    }
    if (*holder == package.uploaded_sha256) return {};
    if (++outcome.conflict_count <= most_told)
        outcome.conflicts.push_back({moving.distro->name, moving.component, moving.entry.key, *holder});
    return {};
}

/// A newer signing may be there already, in the place of the one that was to enter.
void Planner::drop_unmoved(Movement& movement) {
    if (movement.as_found) return;
    const std::set<Moving> entering(movement.entering.begin(), movement.entering.end());
    const std::set<Moving> leaving(movement.leaving.begin(), movement.leaving.end());
    std::erase_if(movement.entering, [&](const Moving& moving) { return leaving.contains(moving); });
    std::erase_if(movement.leaving, [&](const Moving& moving) { return entering.contains(moving); });
}

/// A whole channel or revision brings its architectures along: they were within the bound where they came from.
Result<> Planner::check_room_for(const ChannelDraft& target, const Movement& movement) const {
    NeededArchitectures needed;
    for (const auto& moving : movement.entering)
        if (auto architecture = needed_architecture(*moving.distro, moving.entry.key.architecture))
            if (!declares(*moving.distro, *architecture)) needed.emplace(moving.distro->id, std::move(*architecture));
    return needed.empty() ? Result<>() : check_extra_architectures(target, needed);
}

Result<> Planner::lay_in(const Movement& movement, ChannelDraft& channel) {
    for (const auto& moving : movement.leaving) channel.remove(*moving.distro, moving.component, moving.entry.key);
    for (const auto& moving : movement.entering) TRY(channel.add(*moving.distro, moving.component, moving.entry));
    return {};
}

/// Carries the channel's edits out and tells what they changed.
Result<> Planner::settle(ChannelDraft& channel, const ChannelState& before, const Movement& movement,
                         ContentOutcome& outcome) {
    const auto distro_of = [this](RowId id) { return plan_.after.find_distro(id); };
    TRY(channel.finish(distro_of, *plan_.nodes));
    NamesByIndex names;
    for (const auto* side : {&movement.entering, &movement.leaving})
        for (const auto& [distro, component, entry] : *side)
            names[home_of(*distro, component, entry.key.architecture)].insert(entry.key.name);
    outcome.diff =
        TRY(diff_of_names(*plan_.nodes, plan_.after.settings, before.lists, channel.state().lists, names, most_told));
    return {};
}

}  // namespace slipway::publishing
