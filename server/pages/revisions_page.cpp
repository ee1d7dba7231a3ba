// `/ui/{repo}/channels/{channel}/`: the revisions of a channel, newest first, each with what it changed. A difference
// is shown here where it is short; a long one, say a whole release, has the page of its revision.
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/snapshot_id.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/queries/revisions.hpp"
#include "server/pages/diff_markup.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"
#include "server/pages/set_up.hpp"

namespace slipway::server {
namespace {

using publishing::ChannelState;
using publishing::RevisionRow;

constexpr std::size_t revisions_shown = 20;
constexpr std::size_t entries_shown = 200;       // on the page of one revision
constexpr std::uint64_t most_changes_here = 50;  // of a difference that stands in the list

/// Whether the difference stands below and has the counts.
enum class Difference { below, elsewhere };

/// " 2 added, 1 removed", without what is zero.
std::string counts_of(const publishing::ChangeRow& change) {
    std::string out;
    if (change.added > 0) out += fmt::format(" {} added", change.added);
    if (change.removed > 0) out += fmt::format("{} {} removed", out.empty() ? "" : ",", change.removed);
    return out;
}

/// Without who made them: pages are for everybody. Several changes have their own counts, which the difference, being
/// that of all together, does not tell.
Markup changes_of(const RevisionRow& revision, Difference difference) {
    const bool with_counts = difference == Difference::elsewhere || revision.changes.size() > 1;
    Markup out = html("<ul class=\"changes\">\n");
    for (const auto& change : revision.changes)
        out += html("<li><strong>{}</strong>{}{}</li>\n", change.cause ? name_of(*change.cause) : "unknown",
                    with_counts ? counts_of(change) : std::string(),
                    change.reason.empty() ? Markup{} : html(": {}", change.reason));
    return out += html("</ul>\n");
}

/// The pins that keep the revision.
Markup pin_tags(const RevisionRow& revision, const std::vector<publishing::PinRow>& pins) {
    Markup tags;
    for (const auto& pin : pins)
        if (pin.revision == revision.number) tags += html(" <span class=\"tag\">pinned as {}</span>", pin.name);
    return tags;
}

Markup facts_of(const RevisionRow& revision, Difference difference) {
    return html("<p class=\"hint\">{} · {} · content <code>{}</code></p>\n{}", time_of(revision.time),
                counted(revision.package_count, "package"), revision.root.hex().substr(0, 12),
                changes_of(revision, difference));
}

std::uint64_t changes_in(const RevisionRow& revision) {
    std::uint64_t changes = 0;
    for (const auto& change : revision.changes) changes += change.added + change.removed;
    return changes;
}

/// What the revision changed; `older` is the kept one before it.
Result<publishing::DiffPage> difference(const PastView& view, const RevisionRow& older, const RevisionRow& revision,
                                        std::size_t limit, const std::optional<publishing::DiffKey>& after) {
    const publishing::StoredNodes nodes(view.tx);
    return publishing::diff_contents(nodes, view.repository.settings, publishing::lists_of(older),
                                     publishing::lists_of(revision), limit, after);
}

Markup since(const RevisionRow& older, const RevisionRow& revision) {
    if (older.number == 0 || older.number + 1 == revision.number) return {};
    return html("<p class=\"hint\">Since r{}; the revisions in between are past retention.</p>\n", older.number);
}

Result<Markup> entry_of(const PastView& view, const ChannelState& channel, const RevisionRow& older,
                        const RevisionRow& revision, const std::vector<publishing::PinRow>& pins) {
    const auto path = view.path_of_revision(channel.settings.name, revision.number);
    Markup out = html("<section class=\"card\">\n<h2><a href=\"{}\">r{}</a>{}</h2>\n", path, revision.number,
                      pin_tags(revision, pins));
    const bool is_long = changes_in(revision) > most_changes_here;
    out += facts_of(revision, is_long ? Difference::elsewhere : Difference::below);
    if (is_long) {
        out += html("<p class=\"more\"><a href=\"{}\">What it changed</a></p>\n", path);
    } else {
        const auto page = TRY(difference(view, older, revision, entries_shown, std::nullopt));
        out += since(older, revision);
        out += html("<p>{}</p>\n", diff_counts(page.counts));
        out += diff_table(view, page, {});
    }
    return out += html("</section>\n");
}

/// The lines that point a machine at this revision.
Markup how_to_install(const PastView& view, const ChannelState& channel, std::int64_t number) {
    const auto id = publishing::snapshot_id(number);
    Markup out = html(
        "<details id=\"install\">\n<summary><h2>Install from this revision</h2> <span>apt, dnf, yum, zypper</span>"
        "</summary>\n<div>\n<p>These addresses are valid as long as the revision is retained. A pin retains it, and "
        "its name can replace <code>{}</code>.</p>\n",
        id);
    out += set_up_snapshot(view.repository, channel.settings.name, id, view.context.base_url);
    return out += html(
               "<p class=\"hint\">Package managers install older versions only on request: <code>apt-get install "
               "--allow-downgrades PACKAGE=VERSION</code>, <code>dnf distro-sync</code>, <code>zypper dup "
               "--allow-downgrade</code>. The channel's own file brings a machine back to its newest "
               "state.</p>\n</div>\n</details>\n");
}

}  // namespace

Result<PastMain> revisions_main(const PastView& view, const ChannelState& channel, std::optional<std::int64_t> before) {
    const auto shown = TRY(publishing::revisions_of(view.tx, channel.settings, before, revisions_shown));
    const auto& rows = shown.revisions;
    const auto& name = channel.settings.name;
    Markup out = view.way({view.to_channels()});
    out += html(
        "<h1>{}</h1>\n<p class=\"lead\">Revisions, newest first, and what each changed. Now: <a "
        "href=\"{}packages/\">{}</a>.</p>\n",
        name, view.path_of_channel(name), counted(channel.package_count, "package"));
    const auto behind_all = shown.next.value_or(RevisionRow{});
    for (std::size_t i = 0; i < rows.size(); ++i)
        out += TRY(entry_of(view, channel, i + 1 < rows.size() ? rows[i + 1] : behind_all, rows[i], shown.pins));
    if (shown.next)
        out += html("<p class=\"more\"><a href=\"{}?before={}\">Older revisions</a></p>\n", view.path_of_channel(name),
                    rows.back().number);
    return PastMain{name, out};
}

Result<PastMain> revision_main(const PastView& view, const ChannelState& channel, std::int64_t number,
                               const std::optional<publishing::DiffKey>& after) {
    const auto revision = TRY(publishing::get_revision(view.tx, channel.settings, number));
    const auto earlier = TRY(publishing::revisions_of(view.tx, channel.settings, number, 1));
    const auto before = earlier.revisions.empty() ? RevisionRow{} : earlier.revisions.front();
    const auto page = TRY(difference(view, before, revision, entries_shown, after));
    const auto& name = channel.settings.name;
    Markup out = view.way({view.to_channels(), view.to_channel(name)});
    out += html("<h1>{} r{}{}</h1>\n", name, number, pin_tags(revision, earlier.pins));
    if (!after) out += how_to_install(view, channel, number);
    out += html("<section class=\"card\">\n");
    out += facts_of(revision, Difference::below);
    out += since(before, revision);
    out += html("<p>{}</p>\n", diff_counts(page.counts));
    const auto next = page.more ? page.entries.back().key.cursor() : std::string();
    out += diff_table(view, page, html("<p class=\"more\"><a href=\"?cursor={}\">Next page</a></p>\n", next));
    return PastMain{fmt::format("{} r{}", name, number), out += html("</section>\n")};
}

}  // namespace slipway::server
