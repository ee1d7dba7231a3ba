// `/ui/{repo}/channels/{channel}/packages/`: what a channel contains now, in the order of the API's listing, and a form
// to look for one name: a page costs what it shows, whatever the channel holds.
#include "publishing/stored_nodes.hpp"
#include "server/http/target.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"

namespace slipway::server {
namespace {

constexpr std::size_t packages_shown = 200;

Markup search_form(const api::ContentPage& page) {
    return html(
        "<form class=\"search\" role=\"search\"><label for=\"name\">Name of a package</label> "
        "<input type=\"search\" id=\"name\" name=\"name\" value=\"{}\"> <button>Find</button></form>\n",
        page.filter.name.value_or(""));
}

Markup table_of(const PastView& view, const api::Listing& listing) {
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Package</th><th>Version</th>"
        "<th>Architecture</th><th>Distro</th></tr></thead>\n<tbody>\n");
    for (const auto& [key, format, distro, index] : listing.packages)
        out += html("<tr><th scope=\"row\">{}</th><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td></tr>\n",
                    key.name, view.path("packages/" + key.sha256.hex()), key.version, key.architecture,
                    index.component.empty() ? distro : distro + "/" + index.component);
    return out += html("</tbody>\n</table></div>\n");
}

Markup rest_of(const api::ContentPage& page, const api::Listing& listing) {
    if (!listing.more) return {};
    auto query = "?cursor=" + listing.packages.back().cursor();
    if (page.filter.name) query += "&name=" + http::percent_encode(*page.filter.name, "");
    return html("<p class=\"more\"><a href=\"{}\">More of them</a></p>\n", query);
}

}  // namespace

Result<PastMain> content_main(const PastView& view, const api::ContentPage& page) {
    const publishing::StoredNodes nodes(view.tx);
    const auto listing =
        TRY(api::list_channel(nodes, view.repository, *page.channel, page.filter, packages_shown, page.after));
    const auto& channel = page.channel->settings.name;
    Markup out = view.way(channel);
    out += html("<h1>Packages in {}</h1>\n<p class=\"lead\">{} at revision <a href=\"{}\">r{}</a>.</p>\n", channel,
                counted(page.channel->package_count, "package"), view.path_of_revision(channel, page.channel->revision),
                page.channel->revision);
    out += search_form(page);
    if (listing.packages.empty())
        out += page.filter.name ? html("<p>None has the name <strong>{}</strong>.</p>\n", *page.filter.name)
                                : html("<p>There are none.</p>\n");
    else
        out += table_of(view, listing);
    return PastMain{fmt::format("Packages in {}", channel), out += rest_of(page, listing)};
}

}  // namespace slipway::server
