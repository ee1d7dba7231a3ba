// `/ui/{repo}/packages/{sha256}`: a package with its provenance. What this server saw itself and what the client said
// of itself stand apart and are labelled.
#include "base/percent_encoding.hpp"
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/model/urls.hpp"
#include "publishing/queries/package_listing.hpp"
#include "publishing/queries/package_lookup.hpp"
#include "repo-format/formats/package_format.hpp"
#include "server/api/routing/json.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"
#include "server/pages/relation_list.hpp"

#include <array>
#include <optional>

namespace slipway::server {
namespace {

using api::JsonObject;
using publishing::PackageRow;

constexpr std::size_t occurrences_shown = 100;
/// Limits the part of a package's text that is read, so that a page costs little whatever the package is like. Whole
/// stanzas and the texts of nearly all rpms are shorter.
constexpr std::size_t most_text_read = std::size_t{1} << 20;

Markup row(std::string_view name, const Markup& value) {
    return html("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", name, value);
}

Markup code(std::string_view text) { return html("<code>{}</code>", text); }

Markup table(const Markup& rows) {
    return html("<div class=\"scroll\"><table class=\"facts\">\n<tbody>\n{}</tbody>\n</table></div>\n", rows);
}

/// What others wrote: as a link only where it is one of the web's.
Markup foreign(std::string_view text) {
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    return web ? html("<a href=\"{0}\" rel=\"nofollow noopener noreferrer\">{0}</a>", text) : html("{}", text);
}

/// Its file as a link, where a channel has it now: below the oldest one, as ephemeral channels come and go.
Result<Markup> download_of(const PastView& view, const PackageRow& package) {
    const publishing::StoredNodes nodes(view.tx);
    const auto& settings = view.repository.settings;
    for (const auto& row : settings.channels) {
        const auto channel = view.repository.channels.find(row.name);
        if (channel == view.repository.channels.end()) continue;
        const auto places = TRY(publishing::find_in_channel(nodes, view.repository, channel->second, package));
        if (places.empty()) continue;
        const auto& index = places.front().index;
        const auto& distro = *view.repository.find_distro(index.distro);
        const auto path = publishing::package_path({settings.name, distro, row.name, index}, package);
        return html("<a href=\"{}{}\">{}</a>", path_of(view.context.base_url), encoded_path(path), package.file_name);
    }
    return html("{}", package.file_name);
}

/// "734 bytes", "2.5 MiB (2621440 bytes)".
std::string size_of(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 4> units = {"KiB", "MiB", "GiB", "TiB"};
    if (bytes < 1024) return counted(bytes, "byte");
    auto amount = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; amount >= 1023.95 && unit + 1 < units.size(); ++unit) amount /= 1024;
    return fmt::format("{:.1f} {} ({} bytes)", amount, units[unit], bytes);
}

Markup facts(const PackageRow& package, const formats::PackageFacts& said, const Markup& file) {
    Markup rows = row("Architecture", html("{}", package.architecture));
    if (!package.source.empty() && package.source != package.name) rows += row("Source", html("{}", package.source));
    if (!said.homepage.empty()) rows += row("Homepage", foreign(said.homepage));
    if (!said.license.empty()) rows += row("License", html("{}", said.license));
    rows += row("File", html("{}, {}", file, size_of(package.size)));
    const bool changed = package.uploaded_sha256 != package.sha256;  // by the signature put into it
    rows += row(changed ? "SHA-256 as served" : "SHA-256", code(package.sha256.hex()));
    if (changed) rows += row("SHA-256 as uploaded", code(package.uploaded_sha256.hex()));
    if (!package.signed_by.empty()) rows += row("Signed here with key", code(package.signed_by));
    return table(rows);
}

/// Without token and address: pages are for everybody.
Markup verified(Seconds uploaded_at) { return table(row("Uploaded", time_of(uploaded_at))); }

Result<Markup> claimed(const JsonObject& provenance) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> members = {
        {{"repository", "Source repository"}, {"commit", "Commit"}, {"ref", "Branch or tag"}, {"build_url", "Build"}}};
    Markup rows;
    if (const auto said = TRY(provenance.object("claimed", {})))
        for (const auto& [member, title] : members)
            if (const auto value = TRY(said->text(member, ""))) rows += row(title, foreign(*value));
    if (rows.text.empty()) return html("<p>Nothing was claimed.</p>\n");
    return html("<p class=\"hint\">The client claimed this; it was not checked.</p>\n{}", table(rows));
}

/// Revisions in a row of one channel, in each of which a package is in the same distros.
struct Stay {
    const publishing::Occurrence* newest;
    const publishing::Occurrence* oldest;
};

std::vector<Stay> stays_in(const std::vector<publishing::Occurrence>& occurrences) {
    std::vector<Stay> stays;
    for (const auto& next : occurrences) {
        const auto* last = stays.empty() ? nullptr : stays.back().oldest;
        const bool goes_on = last != nullptr && last->at.channel == next.at.channel &&
                             last->at.revision == next.at.revision + 1 && last->distros == next.distros;
        if (goes_on)
            stays.back().oldest = &next;
        else
            stays.push_back({&next, &next});
    }
    return stays;
}

Markup revision_link(const PastView& view, const publishing::RevisionCursor& at) {
    return html("<a href=\"{}\">r{}</a>", view.path_of_revision(at.channel, at.revision), at.revision);
}

Markup stay_row(const PastView& view, const Stay& stay) {
    const auto& newest = stay.newest->at;
    const auto channel = view.repository.channels.find(newest.channel);
    const bool now = channel != view.repository.channels.end() && channel->second.revision == newest.revision;
    auto revisions = revision_link(view, stay.oldest->at);
    if (stay.newest != stay.oldest) revisions += html(" to {}", revision_link(view, newest));
    return html("<tr><th scope=\"row\">{}{}</th><td class=\"range\">{}</td><td>{}</td><td>{}</td></tr>\n",
                newest.channel, now ? html(" <span class=\"tag\">now</span>") : Markup{}, revisions,
                time_of(stay.oldest->time), join(stay.newest->distros, ", "));
}

Result<Markup> locations(const PastView& view, const PackageRow& package) {
    const auto occurrences = TRY(publishing::revisions_with(view.tx, view.repository.settings, package, std::nullopt,
                                                            occurrences_shown, std::nullopt));
    if (occurrences.found.empty()) return html("<p>No retained revision has it.</p>\n");
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Channel</th><th>Revisions</th><th>Since</th>"
        "<th>Distros</th></tr></thead>\n<tbody>\n");
    for (const auto& stay : stays_in(occurrences.found)) out += stay_row(view, stay);
    out += html("</tbody>\n</table></div>\n");
    if (occurrences.last) out += html("<p class=\"hint\">There may be more; the API lists all of them.</p>\n");
    return out;
}

/// Returns the beginning of what the package says of itself, or nothing if that is damaged; the rest of the page is
/// shown all the same.
Result<std::optional<std::string>> readable_text(const publishing::View& view, const PackageRow& package) {
    auto text = publishing::first_text_of(view, package, most_text_read);
    if (text.ok()) return std::optional(std::move(text).release());
    if (text.error().fault() == Fault::corrupt) return std::optional<std::string>();
    return std::move(text).error();
}

}  // namespace

Result<PastMain> package_main(const PastView& view, const Sha256& sha256) {
    const auto package = TRY(publishing::get_package_row(view.tx, view.repository.settings.id, sha256));
    const auto provenance = TRY(JsonObject::parse(package.provenance));
    const auto text = TRY(readable_text(view.tx, package));
    const auto said = formats::of(package.format).facts(text.value_or(""));
    const auto title = fmt::format("{} {}", package.name, package.version);
    Markup out = view.way({view.to_packages()});
    out += html("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", title, package.summary);
    out += facts(package, said, TRY(download_of(view, package)));
    out += html("<h2 id=\"dependencies\">Dependencies</h2>\n");
    out += text ? relation_list(said.relations)
                : html(
                      "<p class=\"hint\">The stored texts of this package are damaged; <code>slipwayd fsck</code> says "
                      "what to do.</p>\n");
    if (text && text->size() == most_text_read)
        out += html("<p class=\"hint\">There may be more; the index of a channel has all of them.</p>\n");
    out += html("<h2 id=\"verified\">Verified by this server</h2>\n");
    out += verified(package.uploaded_at);
    out += html("<h2 id=\"claimed\">Claimed by the uploader</h2>\n");
    out += TRY(claimed(provenance));
    out += html("<h2 id=\"revisions\">Where it is, and was</h2>\n");
    out += TRY(locations(view, package));
    return PastMain{title, out};
}

}  // namespace slipway::server
