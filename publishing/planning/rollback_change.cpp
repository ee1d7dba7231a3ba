// The rules of a rollback. It cannot take the list roots of its revision: an index that the distro declares since would
// stay without the packages that belong into every index. Indexes of architectures that it does not declare come and go
// with the packages.
#include "publishing/planning/rollback_change.hpp"

#include "publishing/planning/movement.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

/// A component that was declared once may have gone since.
Result<> check_components(const Movement& movement) {
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

}  // namespace

std::optional<Action> RollbackChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return Action{Action::Kind::change_content, repository, rollback_.channel};
}

Result<Change::Answer> RollbackChange::plan(Planning& planning) const {
    const auto& name = rollback_.channel;
    ChannelDraft& channel = *TRY(planning.draft_of(name));
    TRY(check_expected(channel.state(), rollback_.expect_revision));
    const auto past = TRY(planning.facts().get_revision(channel.settings(), rollback_.revision));
    auto movement = TRY(difference_of(planning, channel.state().lists, lists_of(past)));
    TRY(check_components(movement));

    ContentOutcome outcome{rollback_.revision, channel.state().revision, channel.state().revision, {}, 0, {}};
    TRY(validate_entering(planning, channel.settings(), {Versions::unknown, Names::perhaps_lost}, movement, outcome));
    if (!outcome.conflicts.empty()) return answer_with_revision(name, std::move(outcome));

    const auto before = channel.state();
    TRY(apply(movement, channel));
    TRY(finish_movement(planning, channel, before, movement, outcome));
    if (content_root(planning.state(), channel.state().lists) != before.root) {
        const audit::RolledBack what{rollback_.revision, outcome.diff.counts, rollback_.reason};
        const auto event = planning.add_event(actor(), name, what);
        planning.record_change(name, Cause::rollback, actor(), rollback_.reason,
                               {movement.entering.size(), movement.leaving.size()}, event);
    }
    return answer_with_revision(name, std::move(outcome));
}

}  // namespace slipway::publishing
