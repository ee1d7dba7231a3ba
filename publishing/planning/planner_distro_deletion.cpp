// The end of a distro. What it had goes with it: its packages out of every channel, in a revision with the cause
// `settings` where there were any, its index files, its addresses. Past revisions stay with what they have of other
// distros, under the root of that, so equal content goes on to have equal roots and a rollback leads to what its
// revision says. A pin promises more: with one the distro goes by force only.
#include "publishing/content/channel_diff.hpp"
#include "publishing/planning/planner.hpp"
#include "storage/catalog/pins.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

constexpr std::size_t revisions_rewritten_at_once = 100;

bool lists_of_distro(const storage::RevisionRow& revision, RowId distro) {
    return std::ranges::any_of(revision.lists, [&](const auto& list) { return list.distro == distro; });
}

Error keeps_distro(const storage::PinRow& pin, const std::string& channel, const std::string& distro) {
    return Error("pinned"_problem, "the pin " + pin.name + " keeps revision " + std::to_string(pin.revision) +
                                       " of channel " + channel + ", which has packages in distro " + distro +
                                       "; delete the pin first, or force the deletion");
}

}  // namespace

Result<> Planner::plan_delete_distro(const Actor& actor, const DeleteDistroChange& change) {
    const auto* found = distro_named(change.distro);
    if (found == nullptr) return no_distro(plan_.after, change.distro);
    TRY(check_terms(change.expected, plan_.after));
    const auto gone = *found;
    if (change.force == Force::no) TRY(check_may_be_deleted(gone));

    std::erase_if(plan_.after.settings.distros, [&](const auto& row) { return row.id == gone.id; });
    plan_.settings_changed = true;
    plan_.gone_distros.push_back(gone.id);
    const auto event = add_event(actor, "", audit::DistroDeleted{gone.name});
    for (auto& [name, draft] : drafts_) {
        const auto removed = TRY(draft.drop_distro(gone));
        if (removed > 0)
            note_change(name, Cause::settings, actor, "distro " + gone.name + " was deleted", 0, removed, event);
    }
    return keep_past_contents(gone);
}

/// Without force.
Result<> Planner::check_may_be_deleted(const storage::DistroRow& row) const {
    const auto any = [](const index::EntryKey&) { return true; };
    for (const auto& [name, draft] : drafts_)
        for (const auto& index : all_indexes(row, draft.state().lists))
            if (const auto package = TRY(draft.find_first(row, index, any)))
                return Error("not-empty"_problem, "channel " + name + " has " + package->name + " " + package->version +
                                                      " in distro " + row.name +
                                                      "; remove its packages first, or force the deletion");
    for (const auto& channel : plan_.after.settings.channels)
        for (const auto& pin : TRY(storage::pins_of_channel(tx_, channel.id))) {
            const auto revision = TRY(storage::find_revision(tx_, channel.id, pin.revision));
            if (revision && lists_of_distro(*revision, row.id)) return keeps_distro(pin, channel.name, row.name);
        }
    return {};
}

/// Costs what differs from one revision to the next, not what they hold.
Result<> Planner::keep_past_contents(const storage::DistroRow& gone) {
    storage::RepositoryRow alone;
    alone.distros = {gone};
    for (const auto& channel : plan_.after.settings.channels) {
        std::optional<std::int64_t> number;
        ContentLists newer;
        std::uint64_t count = 0;  // of the distro's packages in `newer`
        const auto note = [&](const auto&, const auto&, index::Side side, const auto&) {
            side == index::Side::added ? ++count : --count;
        };
        while (true) {
            const auto revisions = TRY(storage::revisions_before(tx_, channel.id, number, revisions_rewritten_at_once));
            for (const auto& revision : revisions) {
                auto lists = lists_of(revision);
                TRY(visit_differences(parts_.nodes, alone, newer, lists, note));
                newer = lists;
                if (std::erase_if(lists, [&](const auto& list) { return list.first.distro == gone.id; }) == 0) continue;
                plan_.past_contents.push_back({channel.id, revision.number, content_root(plan_.after, lists),
                                               revision.package_count - std::min(count, revision.package_count)});
            }
            if (revisions.size() < revisions_rewritten_at_once) break;
            number = revisions.back().number;
        }
    }
    return {};
}

}  // namespace slipway::publishing
