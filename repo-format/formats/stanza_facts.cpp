// What people ask of a package, out of the stanza that its index shows. The stanza was written by this program
// (repo-format/apt/packages_stanza.hpp), so no parser is needed that knows more than its form: no value holds a line
// that looks like a field, and relations are written on one line.
#include "repo-format/formats/stanza_facts.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::formats {
namespace {

constexpr std::array<std::string_view, 9> deb_kinds{"Pre-Depends", "Depends",   "Recommends", "Suggests", "Enhances",
                                                    "Provides",    "Conflicts", "Breaks",     "Replaces"};

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

NamedRelations relations_in_stanza(std::string_view stanza, std::string_view kind) {
    RelationsOf relations(kind);
    const auto value = field_in(stanza, kind);
    for (const auto entry : split(value, ',')) relations.add(std::string(trimmed(entry)));
    return std::move(relations).all();
}

}  // namespace

PackageFacts facts_of_stanza(std::string_view stanza) {
    stanza = whole_lines(stanza);
    PackageFacts facts{field_in(stanza, "Homepage"), field_in(stanza, "License"), {}};
    for (const auto kind : deb_kinds) {
        auto relations = relations_in_stanza(stanza, kind);
        if (!relations.entries.empty()) facts.relations.push_back(std::move(relations));
    }
    return facts;
}

std::string provided_by_stanza(std::string_view stanza) {
    ProvidedNames names;
    for (const auto relation : split(text_between(stanza, "\nProvides:", "\n"), ',')) {
        const auto name = trimmed(relation);
        if (!name.empty() && !names.add(name.substr(0, name.find_first_of(" (")))) break;
    }
    return std::move(names).all();
}

}  // namespace slipway::formats
