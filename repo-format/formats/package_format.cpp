#include "repo-format/formats/package_format.hpp"

#include "repo-format/formats/deb_format.hpp"
#include "repo-format/formats/rpm_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::formats {
namespace {

const std::array<const PackageFormat*, 2>& instances() {
    static const DebFormat deb;
    static const RpmFormat rpm;
    static const std::array<const PackageFormat*, 2> every{&deb, &rpm};
    static_assert(every.size() == Words<Format>::names.size());
    return every;
}

template <class Predicate>
const PackageFormat* first_that(Predicate is_wanted) {
    const auto& every = instances();
    const auto found = std::ranges::find_if(every, [&](const auto* format) { return is_wanted(*format); });
    return found == every.end() ? nullptr : *found;
}

template <class Predicate>
const IndexKind* first_kind_that(Predicate is_wanted) {
    for (const auto* format : instances())
        for (const auto* kind : format->kinds())
            if (is_wanted(*kind)) return kind;
    return nullptr;
}

}  // namespace

Error PackageFormat::unknown_architecture(std::string_view tool, std::string_view noun, std::string_view name,
                                          std::string_view nearest) {
    return Error("unknown-architecture"_problem,
                 fmt::format("{} knows no {} '{}'; the nearest is '{}'", tool, noun, name, nearest));
}

const PackageFormat& of(Format format) { return *instances()[static_cast<std::size_t>(format)]; }

std::span<const PackageFormat* const> all() { return instances(); }

std::string names_for_people(char quote) {
    std::string names;
    for (const auto* format : all()) {
        if (!names.empty()) names += " or ";
        names.append(1, quote).append(format->name()).append(1, quote);
    }
    return names;
}

const IndexKind* find_kind(Document name) {
    return first_kind_that([&](const IndexKind& kind) { return kind.name() == name; });
}

const IndexKind* find_kind(Document document, std::string_view variant) {
    return first_kind_that([&](const IndexKind& kind) {
        const auto documents = kind.traits().documents;
        return std::ranges::find(documents, document) != documents.end() &&
               kind.variant(kind.component_of(variant)) == variant;
    });
}

const PackageFormat* with_ending(std::string_view file_name) {
    return first_that([&](const PackageFormat& format) {
        const auto ending = format.name();
        return file_name.size() > ending.size() && file_name.ends_with(ending) &&
               file_name[file_name.size() - ending.size() - 1] == '.';
    });
}

const PackageFormat* beginning_with(std::string_view bytes) {
    return first_that([&](const PackageFormat& format) { return bytes.starts_with(format.traits().beginning); });
}

}  // namespace slipway::formats
