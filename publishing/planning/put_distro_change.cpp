// The rules of a distro's settings, and which indexes every channel has by them.
//
// Lists are exact. An architecture or a component that is not declared any more goes from every channel, unless a
// channel has packages that need it. Past revisions keep what they had.
#include "publishing/planning/put_distro_change.hpp"

#include "base/text.hpp"
#include "publishing/planning/distro_settings.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

/// The actor that changes a distro, and the event of the plan for it.
struct By {
    const Actor& actor;
    std::size_t event;
};

bool has_name(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

/// Those of `names` that `others` lacks.
std::vector<std::string> without(const std::vector<std::string>& names, const std::vector<std::string>& others) {
    std::vector<std::string> left;
    for (const auto& name : names)
        if (!has_name(others, name)) left.push_back(name);
    return left;
}

/// For people: what a declaration took or gave.
std::string reason_of(const storage::DistroRow& before, const storage::DistroRow& after) {
    const std::pair<const char*, std::vector<std::string>> differences[] = {
        {" declares ", without(after.architectures, before.architectures)},
        {" no longer declares ", without(before.architectures, after.architectures)},
        {" has component ", without(after.components, before.components)},
        {" no longer has component ", without(before.components, after.components)}};
    std::vector<std::string> sentences;
    for (const auto& [verb, names] : differences)
        if (!names.empty()) sentences.push_back("distro " + after.name + verb + join(names, ", "));
    return join(sentences, "; ");
}

Error in_the_way(const std::string& where, const index::EntryKey& package, const std::string& of_what,
                 const std::string& remedy) {
    return Error("not-empty"_problem, where + " has " + package.name + " " + package.version + " (" +
                                          package.qualifier + ") in " + of_what + "; " + remedy);
}

/// Every channel gets the indexes that it lacks and loses those that nothing needs any more.
Result<> change_distro(Planning& planning, storage::DistroRow& row, storage::DistroRow wanted, const By& by) {
    const auto before = std::exchange(row, std::move(wanted));
    planning.plan().settings_changed = true;
    take_default(planning.plan().after.settings, row);
    const auto reason = reason_of(before, row);
    for (auto& [name, draft] : planning.drafts()) {
        ChannelPlan& work = planning.plan().channels[name];
        const auto begun = TRY(draft.begin_declared(row));
        const auto dropped = TRY(draft.drop_undeclared(row));
        work.declared = begun + dropped > 0;
        if (work.declared) planning.record_change(name, Cause::settings, by.actor, reason, {}, by.event);
        if (before.components != row.components) work.entry_points.insert(row.id);  // Release has them in order
        if (before.compression == row.compression) continue;
        for (const auto& index : all_indexes(row, draft.state().lists)) work.render.insert(index);
    }
    return {};
}

/// Whether no channel has a package that needs what goes.
Result<> check_undeclared(const Planning& planning, const storage::DistroRow& row, const storage::DistroRow& wanted) {
    const auto any = [](const index::EntryKey&) { return true; };
    for (const auto& [name, draft] : planning.drafts())
        for (const auto& index : package_lists(row, draft.state().lists)) {
            const auto is_own = [&](const index::EntryKey& key) {
                return needed_architecture(row, key.qualifier) == index.architecture;
            };
            const auto where = "channel " + name;
            if (!has_name(components_of(wanted), index.component))
                if (const auto package = TRY(draft.find_first(row, index, any)))
                    return in_the_way(where, *package, "component " + index.component + " of distro " + row.name,
                                      "remove it first, or keep the component");
            if (declares(row, index.architecture) && !declares(wanted, index.architecture))
                if (const auto package = TRY(draft.find_first(row, index, is_own)))
                    return in_the_way(where, *package, "distro " + row.name,
                                      "remove it first, or keep the architecture");
        }
    return {};
}

Result<PutResult> put_distro(Planning& planning, const Actor& actor, const DistroPut& put) {
    auto* row = planning.distro(put.name);
    if (row == nullptr && put.terms.if_absent == IfAbsent::refuse) return no_distro(planning.state(), put.name);
    TRY(check_terms(put.terms.expected, planning.state()));
    if (row == nullptr) {
        TRY(make_distro(planning, put));
        const auto& made = planning.state().settings.distros.back();
        planning.add_event(actor, "", audit::DistroCreated{made.name, members_of(made)});
        return PutResult::created;
    }
    auto wanted = TRY(wanted_distro(planning.state().settings, *row, put));
    const auto members = changed(members_of(*row), members_of(wanted));
    if (members.empty()) return PutResult::updated;
    TRY(check_undeclared(planning, *row, wanted));
    const auto event = planning.add_event(actor, "", audit::DistroUpdated{put.name, members});
    TRY(change_distro(planning, *row, std::move(wanted), {actor, event}));
    return PutResult::updated;
}

}  // namespace

std::optional<Action> PutDistroChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return administer(repository);
}

Result<Change::Answer> PutDistroChange::plan(Planning& planning) const {
    return answer(TRY(put_distro(planning, actor(), put_)));
}

}  // namespace slipway::publishing
