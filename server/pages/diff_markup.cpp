#include "server/pages/diff_markup.hpp"

#include "server/pages/document.hpp"

#include <algorithm>

namespace slipway::server {
namespace {

using publishing::DiffEntry;

using Packages = std::vector<index::EntryKey>;

bool has(const Packages& packages, const index::EntryKey& package) {
    return std::any_of(packages.begin(), packages.end(),
                       [&](const auto& other) { return other.sha256 == package.sha256; });
}

constexpr std::size_t most_kept = 2;  // beyond that they are counted: a channel may keep every version it ever had

/// The versions on one side; those that the other side has, too, step back.
Markup versions(const PastView& view, const Packages& packages, const Packages& others) {
    if (packages.empty()) return html("<span class=\"none\">–</span>");
    std::size_t kept = 0;
    for (const auto& package : packages) kept += has(others, package) ? 1 : 0;
    const auto counted_only = kept > most_kept ? kept - 1 : 0;  // of those kept, the highest is shown
    Markup out;
    std::size_t passed = 0;
    for (const auto& package : packages) {
        const bool stays = has(others, package);
        if (stays && ++passed <= counted_only) continue;
        out += html("{}<a{} href=\"{}\">{}</a>", Markup{out.text.empty() ? "" : ", "},
                    Markup{stays ? " class=\"kept\"" : ""}, view.path("packages/" + package.sha256.hex()),
                    package.version);
    }
    return counted_only == 0 ? out : out += html(" <span class=\"rest\">and {} more</span>", counted_only);
}

Markup row_of(const PastView& view, const DiffEntry& entry) {
    const auto& key = entry.key;
    const auto place = key.component.empty() ? key.distro : key.distro + "/" + key.component;
    return html(
        "<tr><td><span class=\"change {0}\">{0}</span></td><th scope=\"row\">{1}</th><td>{2}</td><td>{3}</td>"
        "<td class=\"versions\">{4}</td><td class=\"versions\">{5}</td></tr>\n",
        publishing::name_of(entry.kind), key.name, key.architecture, place, versions(view, entry.from, entry.to),
        versions(view, entry.to, entry.from));
}

}  // namespace

Markup diff_counts(const publishing::DiffCounts& counts) {
    if (counts.all() == 0) return html("no difference");
    Markup out;
    for (const auto kind : publishing::diff_kinds)
        if (counts.of(kind) > 0)
            out += html("{}<span class=\"change {}\">{} {}</span>", Markup{out.text.empty() ? "" : " "},
                        publishing::name_of(kind), counts.of(kind), publishing::name_of(kind));
    return out;
}

Markup diff_table(const PastView& view, const publishing::DiffPage& page, const Markup& more) {
    if (page.entries.empty()) return {};
    Markup out = html(
        "<div class=\"scroll\"><table class=\"diff\">\n<thead><tr><th>Change</th><th>Package</th><th>Architecture</th>"
        "<th>Distro</th><th>From</th><th>To</th></tr></thead>\n<tbody>\n");
    for (const auto& entry : page.entries) out += row_of(view, entry);
    out += html("</tbody>\n</table></div>\n");
    return page.more ? out += more : out;
}

}  // namespace slipway::server
