// The rules of distros: what they declare, and which indexes every channel has by that.
//
// Lists are exact. An architecture or a component that is not declared any more goes from every channel, unless a
// channel has packages that need it. Past revisions keep what they had.
#include "base/text.hpp"
#include "publishing/content/channel_diff.hpp"
#include "publishing/model/architectures.hpp"
#include "publishing/model/names.hpp"
#include "publishing/planning/planner.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

using NameList = std::vector<std::string>;

Error invalid_member(const std::string& member, const std::string& distro, const std::string& expected) {
    return Error("invalid-field"_problem, "\"" + member + "\" of distro " + distro + " must be " + expected);
}

bool contains(const NameList& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

/// Those of `names` that `others` lacks.
NameList without(const NameList& names, const NameList& others) {
    NameList left;
    for (const auto& name : names)
        if (!contains(others, name)) left.push_back(name);
    return left;
}

NameList default_architectures(const storage::DistroRow& distro) {
    return distro.format == "deb" ? NameList{"amd64", "arm64"} : NameList{"x86_64", "aarch64"};
}

NameList default_components(const storage::DistroRow& distro) {
    return distro.format == "deb" ? NameList{"main"} : NameList();
}

std::string default_compression(const storage::DistroRow& distro) { return distro.format == "deb" ? "" : "gz"; }

/// Their order means nothing: those that were declared keep theirs, new ones follow.
Result<NameList> exact_architectures(const storage::DistroRow& distro, const NameList& wanted) {
    NameList exact;
    for (const auto& architecture : distro.architectures)
        if (contains(wanted, architecture)) exact.push_back(architecture);
    for (const auto& architecture : wanted) {
        if (architecture == architecture_of_all(distro)) continue;  // always there, never declared
        if (contains(exact, architecture)) continue;
        TRY(check_name(NameOf::architecture, architecture));
        TRY(check_declared_architecture(distro.format, architecture));
        exact.push_back(architecture);
    }
    return exact;
}

Result<NameList> exact_components(const storage::DistroRow& distro, const NameList& wanted) {
    if (distro.format == "rpm") {
        if (wanted.empty()) return NameList();
        return invalid_member("components", distro.name, "absent: it is of format rpm, which has none");
    }
    NameList exact;
    for (const auto& component : wanted) {
        TRY(check_name(NameOf::component, component));
        if (!contains(exact, component)) exact.push_back(component);
    }
    if (exact.empty()) return invalid_member("components", distro.name, "a list of at least one component");
    return exact;
}

Result<> check_compression(const storage::DistroRow& distro, const std::string& wanted) {
    if (wanted == default_compression(distro)) return {};
    if (distro.format == "rpm" && (wanted == "gz" || wanted == "zst")) return {};
    return Error("invalid-field"_problem, "\"compression\" is \"gz\" or \"zst\", for distros of format rpm");
}

Result<> check_format(const storage::DistroRow& distro, const DistroPut& put) {
    if (!put.format || *put.format == distro.format) return {};
    return Error("immutable"_problem, "the format of distro " + distro.name + " cannot be changed once it is set");
}

/// For people: what a declaration took or gave.
std::string told(const storage::DistroRow& before, const storage::DistroRow& after) {
    const std::pair<const char*, NameList> differences[] = {
        {" declares ", without(after.architectures, before.architectures)},
        {" no longer declares ", without(before.architectures, after.architectures)},
        {" has component ", without(after.components, before.components)},
        {" no longer has component ", without(before.components, after.components)}};
    NameList sentences;
    for (const auto& [verb, names] : differences)
        if (!names.empty()) sentences.push_back("distro " + after.name + verb + join(names, ", "));
    return join(sentences, "; ");
}

Error in_the_way(const std::string& where, const index::EntryKey& package, const std::string& of_what,
                 const std::string& remedy) {
    return Error("not-empty"_problem, where + " has " + package.name + " " + package.version + " (" +
                                          package.architecture + ") in " + of_what + "; " + remedy);
}

}  // namespace

/// Where no other of its format is.
bool Planner::is_default_by_itself(const storage::DistroRow& distro) const {
    return std::ranges::none_of(plan_.after.settings.distros, [&](const auto& other) {
        return other.id != distro.id && other.format == distro.format && other.is_default;
    });
}

Result<storage::DistroRow> Planner::wanted_distro(storage::DistroRow distro, const DistroPut& put) const {
    TRY(check_format(distro, put));
    if (put.components)
        distro.components = TRY(exact_components(distro, put.components->value_or(default_components(distro))));
    if (put.architectures)
        distro.architectures =
            TRY(exact_architectures(distro, put.architectures->value_or(default_architectures(distro))));
    if (put.compression) {
        distro.compression = put.compression->value_or(default_compression(distro));
        TRY(check_compression(distro, distro.compression));
    }
    if (put.is_default) distro.is_default = put.is_default->value_or(is_default_by_itself(distro));
    return distro;
}

void Planner::take_default(const storage::DistroRow& distro) {
    if (!distro.is_default) return;
    for (auto& other : plan_.after.settings.distros)
        if (other.id != distro.id && other.format == distro.format) other.is_default = false;
}

/// What is there stays as it is.
Result<> Planner::make_distro(const DistroPut& put) {
    TRY(check_name(NameOf::distro, put.name));
    if (const auto* there = distro_named(put.name)) return check_format(*there, put);
    if (!put.format)
        return Error("invalid-field"_problem, "distro " + put.name + " is new: say its \"format\", \"deb\" or \"rpm\"");
    storage::DistroRow row;
    row.name = put.name;
    row.format = *put.format;
    if (row.format != "deb" && row.format != "rpm") return invalid_member("format", row.name, "\"deb\" or \"rpm\"");
    row.components = default_components(row);
    row.architectures = default_architectures(row);
    row.compression = default_compression(row);
    row.is_default = is_default_by_itself(row);
    row = TRY(wanted_distro(std::move(row), put));
    row.id = parts_.new_id();
    take_default(row);
    plan_.after.settings.distros.push_back(row);
    plan_.settings_changed = true;
    for (auto& [name, draft] : drafts_) TRY(draft.begin_declared(row));
    return {};
}

Result<PutResult> Planner::plan_put_distro(const Actor& actor, const PutDistroChange& change) {
    const auto& put = change.put;
    auto* row = distro_named(put.name);
    if (row == nullptr && put.terms.if_absent == IfAbsent::refuse) return no_distro(plan_.after, put.name);
    TRY(check_terms(put.terms.expected, plan_.after));
    if (row == nullptr) {
        TRY(make_distro(put));
        const auto& made = plan_.after.settings.distros.back();
        add_event(actor, "", audit::DistroCreated{made.name, members_of(made)});
        return PutResult::created;
    }
    auto wanted = TRY(wanted_distro(*row, put));
    const auto members = changed(members_of(*row), members_of(wanted));
    if (members.empty()) return PutResult::updated;
    TRY(check_undeclared(*row, wanted));
    const auto event = add_event(actor, "", audit::DistroUpdated{put.name, members});
    TRY(change_distro(*row, std::move(wanted), actor, event));
    return PutResult::updated;
}

/// Every channel gets the indexes that it lacks and loses those that nothing needs any more.
Result<> Planner::change_distro(storage::DistroRow& row, storage::DistroRow wanted, const Actor& actor,
                                std::size_t event) {
    const auto before = std::exchange(row, std::move(wanted));
    plan_.settings_changed = true;
    take_default(row);
    const auto reason = told(before, row);
    for (auto& [name, draft] : drafts_) {
        ChannelPlan& work = plan_.channels[name];
        const auto begun = TRY(draft.begin_declared(row));
        const auto dropped = TRY(draft.drop_undeclared(row));
        work.declared = begun + dropped > 0;
        if (work.declared) note_change(name, Cause::settings, actor, reason, 0, 0, event);
        if (before.components != row.components) work.entry_points.insert(row.id);  // Release has them in order
        if (before.compression == row.compression) continue;
        for (const auto& index : all_indexes(row, draft.state().lists)) work.render.insert(index);
    }
    return {};
}

/// Whether no channel has a package that needs what goes.
Result<> Planner::check_undeclared(const storage::DistroRow& row, const storage::DistroRow& wanted) const {
    const auto any = [](const index::EntryKey&) { return true; };
    for (const auto& [name, draft] : drafts_)
        for (const auto& index : all_indexes(row, draft.state().lists)) {
            const auto is_own = [&](const index::EntryKey& key) {
                return needed_architecture(row, key.architecture) == index.architecture;
            };
            const auto where = "channel " + name;
            if (!contains(components_of(wanted), index.component))
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

}  // namespace slipway::publishing
