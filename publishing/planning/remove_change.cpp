#include "publishing/planning/remove_change.hpp"

#include "publishing/planning/planning.hpp"

namespace slipway::publishing {
namespace {

struct Removed {
    storage::PackageRow package;  // of all variants of an rpm, the one the channel had
    std::uint64_t count = 0;
};

Result<Removed> remove_any_signing(Planning& planning, ChannelDraft& draft, const RemoveChange::Wanted& wanted) {
    const auto variants = TRY(planning.facts().find_variants(wanted.package));
    if (variants.empty()) return no_package(planning.state(), wanted.package);
    for (const auto& package : variants)
        if (const auto count = TRY(planning.remove_package(draft, package.format, key_of(package), wanted.distro));
            count > 0)
            return Removed{package, count};
    return Error(Fault::not_found, "channel " + wanted.channel + " does not contain package " + wanted.package.hex() +
                                       (wanted.distro ? " in distro " + *wanted.distro : ""));
}

}  // namespace

std::optional<Action> RemoveChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return Action{Action::Kind::change_content, repository, wanted_.channel};
}

Result<Change::Answer> RemoveChange::plan(Planning& planning) const {
    const auto& channel = wanted_.channel;
    ChannelDraft& draft = *TRY(planning.draft_of(channel));
    TRY(check_unprotected(draft.settings()));
    const auto removed = TRY(remove_any_signing(planning, draft, wanted_));
    const audit::PackagesRemoved what{{key_of(removed.package)}, wanted_.reason};
    const auto event = planning.add_event(actor(), channel, what);
    planning.record_change(channel, Cause::remove, actor(), wanted_.reason, {0, removed.count}, event);
    return answer_of_plan([channel](const Plan& plan) { return plan.after.channels.at(channel).revision; });
}

}  // namespace slipway::publishing
