// What a distro declares. Lists are exact: what a request does not name is not declared.
#include "publishing/planning/distro_settings.hpp"

#include "publishing/model/names.hpp"
#include "repo-format/formats/package_format.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

using NameList = std::vector<std::string>;

Error invalid_member(const std::string& member, const std::string& distro, const std::string& expected) {
    return Error("invalid-field"_problem, "\"" + member + "\" of distro " + distro + " must be " + expected);
}

bool contains(const NameList& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

const formats::Traits& traits_of(const storage::DistroRow& distro) { return formats::of(distro.format).traits(); }

NameList default_architectures(const storage::DistroRow& distro) {
    const auto names = traits_of(distro).architectures;
    return {names.begin(), names.end()};
}

NameList default_components(const storage::DistroRow& distro) {
    const auto names = traits_of(distro).components;
    return {names.begin(), names.end()};
}

Compression default_compression(const storage::DistroRow& distro) {
    const auto choice = traits_of(distro).compressions;
    return choice.empty() ? Compression::none : choice.front();
}

/// Their order means nothing: those that were declared keep theirs, new ones follow.
Result<NameList> exact_architectures(const storage::DistroRow& distro, const NameList& wanted) {
    NameList exact;
    for (const auto& architecture : distro.architectures)
        if (contains(wanted, architecture)) exact.push_back(architecture);
    for (const auto& architecture : wanted) {
        if (architecture == architecture_of_all(distro)) continue;  // always there, never declared
        if (contains(exact, architecture)) continue;
        TRY(check_name(NameOf::architecture, architecture));
        TRY(formats::of(distro.format).check_declared_architecture(architecture));
        exact.push_back(architecture);
    }
    return exact;
}

Result<NameList> exact_components(const storage::DistroRow& distro, const NameList& wanted) {
    if (!traits_of(distro).has_components) {
        if (wanted.empty()) return NameList();
        return invalid_member("components", distro.name,
                              "absent: it is of format " + std::string(name_of(distro.format)) + ", which has none");
    }
    NameList exact;
    for (const auto& component : wanted) {
        TRY(check_name(NameOf::component, component));
        if (!contains(exact, component)) exact.push_back(component);
    }
    if (exact.empty()) return invalid_member("components", distro.name, "a list of at least one component");
    return exact;
}

Result<> check_compression(const storage::DistroRow& distro, Compression wanted) {
    if (wanted == default_compression(distro)) return {};
    const auto choice = traits_of(distro).compressions;
    if (std::ranges::find(choice, wanted) != choice.end()) return {};
    return Error("invalid-field"_problem, "\"compression\" is \"gz\" or \"zst\", for distros of format rpm");
}

Result<> check_format(const storage::DistroRow& distro, const DistroPut& put) {
    if (!put.format || *put.format == distro.format) return {};
    return Error("immutable"_problem, "the format of distro " + distro.name + " cannot be changed once it is set");
}

/// A distro is the default of its format where no other is.
bool is_default_by_itself(const storage::RepositoryRow& repository, const storage::DistroRow& distro) {
    return std::ranges::none_of(repository.distros, [&](const auto& other) {
        return other.id != distro.id && other.format == distro.format && other.is_default;
    });
}

}  // namespace

Result<storage::DistroRow> wanted_distro(const storage::RepositoryRow& repository, storage::DistroRow distro,
                                         const DistroPut& put) {
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
    if (put.is_default) distro.is_default = put.is_default->value_or(is_default_by_itself(repository, distro));
    return distro;
}

void take_default(storage::RepositoryRow& repository, const storage::DistroRow& distro) {
    if (!distro.is_default) return;
    for (auto& other : repository.distros)
        if (other.id != distro.id && other.format == distro.format) other.is_default = false;
}

Result<> make_distro(Planning& planning, const DistroPut& put) {
    auto& settings = planning.plan().after.settings;
    TRY(check_name(NameOf::distro, put.name));
    if (const auto* there = planning.distro(put.name)) return check_format(*there, put);
    if (!put.format)
        return Error("invalid-field"_problem,
                     "distro " + put.name + " is new: send its \"format\", " + formats::names_for_people('"'));
    storage::DistroRow row;
    row.name = put.name;
    row.format = *put.format;
    row.components = default_components(row);
    row.architectures = default_architectures(row);
    row.compression = default_compression(row);
    row.is_default = is_default_by_itself(settings, row);
    row = TRY(wanted_distro(settings, std::move(row), put));
    row.id = TRY(planning.given().new_id());
    take_default(settings, row);
    settings.distros.push_back(row);
    planning.plan().settings_changed = true;
    for (auto& [name, draft] : planning.drafts()) TRY(draft.begin_declared(row));
    return {};
}

}  // namespace slipway::publishing
