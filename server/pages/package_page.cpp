// `/ui/{repo}/packages/{sha256}`: a package with its provenance. What this server saw itself and what the client said
// of itself stand apart and are labelled.
#include "publishing/past_revisions.hpp"
#include "publishing/stored_nodes.hpp"
#include "server/api/json.hpp"
#include "server/api/package_listing.hpp"
#include "server/api/package_lookup.hpp"
#include "server/api/package_paths.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"

#include <array>

namespace slipway::server {
namespace {

using api::JsonObject;
using storage::PackageRow;

constexpr std::size_t sightings_shown = 100;

Markup row(std::string_view name, const Markup& value) {
    return html("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", name, value);
}

Markup code(std::string_view text) { return html("<code>{}</code>", text); }

Markup table(const Markup& rows) {
    return html("<div class=\"scroll\"><table class=\"facts\">\n<tbody>\n{}</tbody>\n</table></div>\n", rows);
}

/// A claim, as a link only where it is one of the web's.
Markup claim(std::string_view text) {
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    return web ? html("<a href=\"{0}\" rel=\"nofollow noreferrer\">{0}</a>", text) : html("{}", text);
}

/// Its file as a link, where a channel has it now: below the oldest one, as ephemeral channels come and go.
Result<Markup> download_of(const PastView& view, const PackageRow& package) {
    const publishing::StoredNodes nodes(view.tx);
    const auto& settings = view.repository.settings;
    for (const auto& row : settings.channels) {
        const auto channel = view.repository.channels.find(row.name);
        if (channel == view.repository.channels.end()) continue;
        const auto places = TRY(api::find_in_channel(nodes, view.repository, channel->second, package));
        if (places.empty()) continue;
        const auto& index = places.front().index;
        const auto& distro = *view.repository.find_distro(index.distro);
        const auto path = api::package_path({settings.name, distro, row.name, index}, package);
        return html("<a href=\"{}{}\">{}</a>", path_of(view.context.base_url), api::encoded_path(path),
                    package.file_name);
    }
    return html("{}", package.file_name);
}

Markup facts(const PackageRow& package, const Markup& file) {
    Markup rows = row("Name", html("{}", package.name));
    rows += row("Version", html("{}", package.version));
    rows += row("Architecture", html("{}", package.architecture));
    if (!package.source.empty()) rows += row("Source", html("{}", package.source));
    rows += row("File", html("{}, {} bytes", file, package.size));
    rows += row("SHA-256 as served", code(package.sha256.hex()));
    rows += row("SHA-256 as uploaded",
                package.uploaded_sha256 == package.sha256 ? html("the same") : code(package.uploaded_sha256.hex()));
    if (!package.signed_by.empty()) rows += row("Signed here with key", code(package.signed_by));
    return table(rows);
}

Result<Markup> verified(const JsonObject& provenance, Seconds uploaded_at) {
    Markup rows = row("Uploaded", time_of(uploaded_at));
    const auto seen = TRY(provenance.object("verified", {}));
    if (!seen) return table(rows);
    if (const auto token = TRY(seen->object("token", {}))) {
        const auto name = TRY(token->text("name", ""));
        rows += row("With the token", html("{}", name.value_or("")));
    }
    if (const auto address = TRY(seen->text("address", ""))) rows += row("From the address", html("{}", *address));
    return table(rows);
}

Result<Markup> claimed(const JsonObject& provenance) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> members = {
        {{"repository", "Source repository"}, {"commit", "Commit"}, {"ref", "Branch or tag"}, {"build_url", "Build"}}};
    Markup rows;
    if (const auto said = TRY(provenance.object("claimed", {})))
        for (const auto& [member, title] : members)
            if (const auto value = TRY(said->text(member, ""))) rows += row(title, claim(*value));
    return rows.text.empty() ? html("<p>Nothing was claimed.</p>\n") : table(rows);
}

Result<Markup> whereabouts(const PastView& view, const PackageRow& package) {
    const auto sightings = TRY(publishing::revisions_with(view.tx, view.repository.settings, package, std::nullopt,
                                                          sightings_shown, std::nullopt));
    if (sightings.found.empty()) return html("<p>No kept revision has it.</p>\n");
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Channel</th><th "
        "class=\"number\">Revision</th><th>Time</th>"
        "<th>Distros</th></tr></thead>\n<tbody>\n");
    for (const auto& [place, time, distros] : sightings.found) {
        const auto channel = view.repository.channels.find(place.channel);
        const bool now = channel != view.repository.channels.end() && channel->second.revision == place.revision;
        out += html(
            "<tr><th scope=\"row\">{0}{5}</th><td class=\"number\"><a href=\"{1}\">r{2}</a></td><td>{3}</td>"
            "<td>{4}</td></tr>\n",
            place.channel, view.path_of_revision(place.channel, place.revision), place.revision, time_of(time),
            join(distros, ", "), now ? html(" <span class=\"tag\">now</span>") : Markup{});
    }
    out += html("</tbody>\n</table></div>\n");
    if (sightings.last) out += html("<p class=\"hint\">There may be more; the API lists all of them.</p>\n");
    return out;
}

}  // namespace

Result<PastMain> package_main(const PastView& view, const Sha256& sha256) {
    const auto package = TRY(api::get_package_row(view.tx, view.repository.settings.id, sha256));
    const auto provenance = TRY(JsonObject::parse(package.provenance));
    const auto title = fmt::format("{} {}", package.name, package.version);
    Markup out = view.way();
    out += html("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", title, package.summary);
    out += facts(package, TRY(download_of(view, package)));
    out += html("<h2 id=\"verified\">Verified by this server</h2>\n");
    out += TRY(verified(provenance, package.uploaded_at));
    out += html(
        "<h2 id=\"claimed\">Claimed by the uploader</h2>\n<p class=\"hint\">Said by the client, not "
        "checked.</p>\n");
    out += TRY(claimed(provenance));
    out += html("<h2 id=\"revisions\">Revisions that have it</h2>\n");
    out += TRY(whereabouts(view, package));
    return PastMain{title, out};
}

}  // namespace slipway::server
