#include "server/pages/relation_list.hpp"

#include <algorithm>
#include <span>

namespace slipway::server {
namespace {

using Entries = std::span<const std::string>;

constexpr std::size_t most_unfolded = 12;
constexpr std::size_t most_folded = 500;

/// With commas between them, as people know them from control and spec files.
Markup in_a_row(Entries entries) {
    Markup row;
    for (const auto& entry : entries) row += html("{}{}", Markup{row.text.empty() ? "" : ", "}, entry);
    return row;
}

Markup folded(Entries entries) {
    Markup out = html("<details>\n<summary>{} more</summary>\n<p>{}</p>\n", entries.size(),
                      in_a_row(entries.first(std::min(entries.size(), most_folded))));
    if (entries.size() > most_folded)
        out += html("<p>And {} more, which are in the index of a channel.</p>\n", entries.size() - most_folded);
    return out += html("</details>\n");
}

/// A single one more is no longer than the line that would hide it.
Markup entries_of(Entries entries) {
    if (entries.size() <= most_unfolded + 1) return in_a_row(entries);
    return html("{}\n{}", in_a_row(entries.first(most_unfolded)), folded(entries.subspan(most_unfolded)));
}

}  // namespace

Markup relation_list(const std::vector<formats::NamedRelations>& relations) {
    if (relations.empty()) return html("<p>None.</p>\n");
    Markup out = html("<dl class=\"relations\">\n");
    for (const auto& [kind, entries] : relations) out += html("<dt>{}</dt>\n<dd>{}</dd>\n", kind, entries_of(entries));
    return out += html("</dl>\n");
}

}  // namespace slipway::server
