// The end of a distro. What it had goes with it: its packages out of every channel, in a revision with the cause
// `settings` where there were any, its index files, its addresses. Past revisions stay with what they have of other
// distros, under the root of that, so equal content goes on to have equal roots and a rollback leads to what its
// revision says. A pin promises more: with one the distro goes by force only.
#include "publishing/planning/delete_distro_change.hpp"

#include "publishing/model/settings.hpp"
#include "publishing/planning/planning.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

constexpr std::size_t revisions_rewritten_at_once = 100;

bool lists_of_distro(const storage::RevisionRow& revision, RowId distro) {
    return std::ranges::any_of(revision.lists, [&](const auto& list) { return list.index.distro == distro; });
}

Error keeps_distro(const storage::PinRow& pin, const std::string& channel, const std::string& distro) {
    return Error("pinned"_problem, "the pin " + pin.name + " keeps revision " + std::to_string(pin.revision) +
                                       " of channel " + channel + ", which has packages in distro " + distro +
                                       "; delete the pin first, or force the deletion");
}

/// Asked where the deletion is not forced.
Result<> check_distro_unused(const Planning& planning, const storage::DistroRow& row) {
    const auto any = [](const index::EntryKey&) { return true; };
    for (const auto& [name, draft] : planning.drafts())
        for (const auto& index : package_lists(row, draft.state().lists))
            if (const auto package = TRY(draft.find_first(row, index, any)))
                return Error("not-empty"_problem, "channel " + name + " has " + package->name + " " + package->version +
                                                      " in distro " + row.name +
                                                      "; remove its packages first, or force the deletion");
    for (const auto& channel : planning.state().settings.channels)
        for (const auto& pin : TRY(planning.facts().pins_of(channel))) {
            const auto revision = TRY(planning.facts().get_revision(channel, pin.revision));  // a pin keeps it
            if (lists_of_distro(revision, row.id)) return keeps_distro(pin, channel.name, row.name);
        }
    return {};
}

/// Costs what differs from one revision to the next, not what they hold.
Result<> rewrite_past_contents(Planning& planning, const storage::DistroRow& gone) {
    storage::RepositoryRow alone;
    alone.distros = {gone};
    for (const auto& channel : planning.state().settings.channels) {
        std::optional<std::int64_t> number;
        ContentLists newer;
        std::uint64_t count = 0;  // of the distro's packages in `newer`
        const auto count_package = [&](const auto&, const auto&, index::Side side, const auto&) {
            side == index::Side::added ? ++count : --count;
        };
        while (true) {
            const auto revisions = TRY(planning.facts().revisions_before(channel, number, revisions_rewritten_at_once));
            for (const auto& revision : revisions) {
                auto lists = lists_of(revision);
                TRY(visit_differences(planning.given().nodes, alone, newer, lists, count_package));
                newer = lists;
                if (std::erase_if(lists, [&](const auto& list) { return list.first.distro == gone.id; }) == 0) continue;
                planning.plan().past_contents.push_back(
                    {channel.id, revision.number, content_root(planning.state(), lists),
                     revision.package_count - std::min(count, revision.package_count)});
            }
            if (revisions.size() < revisions_rewritten_at_once) break;
            number = revisions.back().number;
        }
    }
    return {};
}

Result<> delete_distro(Planning& planning, const Actor& actor, const DeleteDistroChange::Wanted& wanted) {
    const auto* found = planning.distro(wanted.distro);
    if (found == nullptr) return no_distro(planning.state(), wanted.distro);
    TRY(check_terms(wanted.expected, planning.state()));
    const auto gone = *found;
    if (wanted.force == Force::no) TRY(check_distro_unused(planning, gone));

    Plan& plan = planning.plan();
    std::erase_if(plan.after.settings.distros, [&](const auto& row) { return row.id == gone.id; });
    plan.settings_changed = true;
    plan.gone_distros.push_back(gone.id);
    const auto event = planning.add_event(actor, "", audit::DistroDeleted{gone.name});
    for (auto& [name, draft] : planning.drafts()) {
        const auto removed = TRY(draft.drop_distro(gone));
        if (removed > 0)
            planning.record_change(name, Cause::settings, actor, "distro " + gone.name + " was deleted", {0, removed},
                                   event);
    }
    return rewrite_past_contents(planning, gone);
}

}  // namespace

std::optional<Action> DeleteDistroChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return administer(repository);
}

Result<Change::Answer> DeleteDistroChange::plan(Planning& planning) const {
    TRY(delete_distro(planning, actor(), wanted_));
    return answer({});
}

}  // namespace slipway::publishing
