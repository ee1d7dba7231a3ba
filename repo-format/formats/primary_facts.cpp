// What people ask of a package, out of its element of primary.xml. The element was written by this program
// (repo-format/yum/package_xml.hpp), so no parser is needed that knows more than its form: no value holds a `<` or a
// quote.
#include "repo-format/formats/primary_facts.hpp"

#include "repo-format/yum/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::formats {
namespace {

constexpr std::string_view entry_mark = "<rpm:entry ";

struct RpmKind {
    std::string_view element, kind;
};
constexpr std::array<RpmKind, 8> rpm_kinds{{{"rpm:requires", "Requires"},
                                            {"rpm:recommends", "Recommends"},
                                            {"rpm:suggests", "Suggests"},
                                            {"rpm:supplements", "Supplements"},
                                            {"rpm:enhances", "Enhances"},
                                            {"rpm:provides", "Provides"},
                                            {"rpm:conflicts", "Conflicts"},
                                            {"rpm:obsoletes", "Obsoletes"}}};

std::string attribute_in(std::string_view element, std::string_view name) {
    return yum::unescaped(text_between(element, fmt::format(" {}=\"", name), "\""));
}

std::string_view comparison_of(std::string_view flags) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> comparisons{
        {{"LT", "<"}, {"LE", "<="}, {"EQ", "="}, {"GE", ">="}, {"GT", ">"}}};
    const auto found = std::ranges::find(comparisons, flags, &std::pair<std::string_view, std::string_view>::first);
    return found == comparisons.end() ? std::string_view() : found->second;
}

/// "bash >= 1:5.1-2" of `<rpm:entry name="bash" flags="GE" epoch="1" ver="5.1" rel="2"`, as rpm writes it.
std::string relation_of(std::string_view element) {
    auto relation = attribute_in(element, "name");
    const auto comparison = comparison_of(attribute_in(element, "flags"));
    if (comparison.empty()) return relation;
    const auto epoch = attribute_in(element, "epoch");
    const auto release = attribute_in(element, "rel");
    return relation += fmt::format(" {} {}{}{}", comparison, epoch.empty() || epoch == "0" ? "" : epoch + ":",
                                   attribute_in(element, "ver"), release.empty() ? "" : "-" + release);
}

/// rpm shows what scripts need before the installation a second time; people need it once.
NamedRelations relations_in_primary(std::string_view primary, const RpmKind& kind) {
    RelationsOf relations(kind.kind);
    auto rest = text_between(primary, fmt::format("<{}>", kind.element), fmt::format("</{}>", kind.element));
    for (auto at = rest.find(entry_mark); at != rest.npos; at = rest.find(entry_mark)) {
        rest.remove_prefix(at);
        const auto element = rest.substr(0, rest.find("/>"));
        relations.add(relation_of(element));
        rest.remove_prefix(element.size());
    }
    return std::move(relations).all();
}

}  // namespace

PackageFacts facts_of_primary(std::string_view primary) {
    primary = whole_lines(primary);
    const auto text_of = [&](std::string_view name) {
        return yum::unescaped(text_between(primary, fmt::format("<{}>", name), "<"));
    };
    PackageFacts facts{text_of("url"), text_of("rpm:license"), {}};
    for (const auto& kind : rpm_kinds) {
        auto relations = relations_in_primary(primary, kind);
        if (!relations.entries.empty()) facts.relations.push_back(std::move(relations));
    }
    return facts;
}

std::string provided_by_primary(std::string_view primary) {
    ProvidedNames names;
    auto entries = text_between(primary, "<rpm:provides>", "</rpm:provides>");
    for (auto at = entries.find(entry_mark); at != entries.npos; at = entries.find(entry_mark)) {
        entries.remove_prefix(at + 1);
        if (!names.add(yum::unescaped(text_between(entries, "name=\"", "\"")))) break;
    }
    return std::move(names).all();
}

}  // namespace slipway::formats
