// What people ask of a package, out of the text that its index shows: the fields of a deb's stanza, the elements of an
// rpm's part of primary.xml. Both were written by this program (repo-format/apt/packages_stanza.hpp,
// repo-format/yum/package_xml.hpp), so no parser is needed that knows more than their forms: no value holds a line that
// looks like a field, nor a `<` or a quote.
#include "publishing/content/package_facts.hpp"

#include "base/text.hpp"
#include "repo-format/yum/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

namespace slipway::publishing {
namespace {

constexpr std::array<std::string_view, 9> deb_kinds{"Pre-Depends", "Depends",   "Recommends", "Suggests", "Enhances",
                                                    "Provides",    "Conflicts", "Breaks",     "Replaces"};

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

/// The value of a field, its lines as one; "" where there is none.
std::string field_in(std::string_view stanza, std::string_view name) {
    const auto continues = [&](std::size_t line_end) {
        return line_end + 1 < stanza.size() && (stanza[line_end + 1] == ' ' || stanza[line_end + 1] == '\t');
    };
    const auto mark = fmt::format("\n{}:", name);
    const auto at = stanza.find(mark);
    if (at == stanza.npos) return {};
    const auto begin = at + mark.size();
    auto end = stanza.find('\n', begin);
    while (end != stanza.npos && continues(end)) end = stanza.find('\n', end + 1);
    std::string value(stanza.substr(begin, end == stanza.npos ? end : end - begin));
    std::ranges::replace(value, '\n', ' ');
    return std::string(trimmed(value));
}

/// rpm shows what scripts need before the installation a second time; people need it once.
void add_once(NamedRelations& relations, std::unordered_set<std::string>& seen, std::string entry) {
    if (entry.empty() || !seen.insert(entry).second) return;
    relations.entries.push_back(std::move(entry));
}

NamedRelations relations_in_stanza(std::string_view stanza, std::string_view kind) {
    NamedRelations relations{kind, {}};
    std::unordered_set<std::string> seen;
    const auto value = field_in(stanza, kind);
    for (const auto entry : split(value, ',')) add_once(relations, seen, std::string(trimmed(entry)));
    return relations;
}

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

NamedRelations relations_in_primary(std::string_view primary, const RpmKind& kind) {
    NamedRelations relations{kind.kind, {}};
    std::unordered_set<std::string> seen;
    auto rest = text_between(primary, fmt::format("<{}>", kind.element), fmt::format("</{}>", kind.element));
    while (true) {
        const auto at = rest.find("<rpm:entry ");
        if (at == rest.npos) return relations;
        rest.remove_prefix(at);
        const auto element = rest.substr(0, rest.find("/>"));
        add_once(relations, seen, relation_of(element));
        rest.remove_prefix(element.size());
    }
}

PackageFacts facts_of_deb(std::string_view stanza) {
    PackageFacts facts{field_in(stanza, "Homepage"), field_in(stanza, "License"), {}};
    for (const auto kind : deb_kinds) facts.relations.push_back(relations_in_stanza(stanza, kind));
    return facts;
}

PackageFacts facts_of_rpm(std::string_view primary) {
    const auto text_of = [&](std::string_view name) {
        return yum::unescaped(text_between(primary, fmt::format("<{}>", name), "<"));
    };
    PackageFacts facts{text_of("url"), text_of("rpm:license"), {}};
    for (const auto& kind : rpm_kinds) facts.relations.push_back(relations_in_primary(primary, kind));
    return facts;
}

}  // namespace

PackageFacts facts_of(std::string_view format, std::string_view text) {
    text = text.substr(0, text.rfind('\n') + 1);
    auto facts = format == "deb" ? facts_of_deb(text) : facts_of_rpm(text);
    std::erase_if(facts.relations, [](const auto& relations) { return relations.entries.empty(); });
    return facts;
}

std::string_view text_between(std::string_view text, std::string_view begin, std::string_view end) {
    const auto first = text.find(begin);
    if (first == text.npos) return {};
    text.remove_prefix(first + begin.size());
    return text.substr(0, text.find(end));
}

}  // namespace slipway::publishing
