// `/ui/{repo}/packages/` and `/ui/{repo}/channels/{channel}/packages/`: what a repository or a channel contains now, in
// the order of the API's lists, and a form to search there as `q` does.
#include "base/percent_encoding.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/queries/package_search.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"

namespace slipway::server {
namespace {

constexpr std::size_t packages_shown = 200;

/// A page of packages and where the next one begins.
struct PackagesShown {
    std::vector<publishing::ListedPackage> packages;
    std::optional<std::string> next;
};

publishing::Channels channels_asked(const PastView& view, const files::ContentPage& page) {
    if (page.channel != nullptr) return {page.channel};
    publishing::Channels channels;
    for (const auto& [name, channel] : view.repository.channels) channels.push_back(&channel);
    return channels;
}

/// A page of one channel shows a package with its place; a page of several shows it once.
publishing::Each each_of(const files::ContentPage& page) {
    return page.channel != nullptr ? publishing::Each::place : publishing::Each::package;
}

Result<PackagesShown> everything(const PastView& view, const files::ContentPage& page, const index::NodeReader& nodes) {
    std::optional<publishing::ListedPackage> after;
    if (page.cursor) after = TRY(publishing::ListedPackage::parse_cursor(*page.cursor));
    auto listing = TRY(
        page.channel != nullptr
            ? publishing::list_channel(nodes, view.repository, *page.channel, {}, packages_shown, after)
            : publishing::list_channels(nodes, view.repository, channels_asked(view, page), {}, packages_shown, after));
    PackagesShown shown{std::move(listing.packages), {}};
    if (listing.more) shown.next = shown.packages.back().cursor();
    return shown;
}

Result<PackagesShown> what_fits(const PastView& view, const files::ContentPage& page, const index::NodeReader& nodes) {
    const auto words = TRY(publishing::SearchWords::parse(page.query));
    std::optional<publishing::FoundPackage> after;
    if (page.cursor) after = TRY(publishing::FoundPackage::parse_cursor(*page.cursor));
    const auto found = TRY(publishing::search_channels(view.tx, nodes, view.repository, channels_asked(view, page),
                                                       words, {}, each_of(page), packages_shown, after));
    PackagesShown shown;
    for (const auto& package : found.packages) shown.packages.push_back(package.listed);
    if (found.more) shown.next = found.packages.back().cursor();
    return shown;
}

Markup search_form(const files::ContentPage& page) {
    return html(
        "<form class=\"search\" role=\"search\"><label for=\"q\">Name, summary, what is provided, or /path of a "
        "file</label> "
        "<input type=\"search\" id=\"q\" name=\"q\" maxlength=\"100\" value=\"{}\"> <button>Find</button></form>\n",
        page.query);
}

Markup table_of(const PastView& view, const files::ContentPage& page, const PackagesShown& shown) {
    const bool has_places = each_of(page) == publishing::Each::place;
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack packages\">\n<thead><tr><th>Package</th><th>Version</th>"
        "<th>Architecture</th><th>{}</th></tr></thead>\n<tbody>\n",
        has_places ? "Distro" : "Format");
    for (const auto& [key, format, distro, index] : shown.packages)
        out += html("<tr><th scope=\"row\">{}</th><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td></tr>\n",
                    key.name, view.path("packages/" + key.sha256.hex()), key.version, key.qualifier,
                    !has_places               ? std::string(name_of(format))
                    : index.component.empty() ? distro
                                              : distro + "/" + index.component);
    return out += html("</tbody>\n</table></div>\n");
}

Markup rest_of(const files::ContentPage& page, const PackagesShown& shown) {
    if (!shown.next) return {};
    auto query = "?cursor=" + *shown.next;
    if (!page.query.empty()) query += "&q=" + percent_encode(page.query, "");
    return html("<p class=\"more\"><a href=\"{}\">Next page</a></p>\n", query);
}

Markup lead_of(const PastView& view, const files::ContentPage& page) {
    if (page.channel == nullptr) return html("<p class=\"lead\">From all channels, each package once.</p>\n");
    const auto& channel = *page.channel;
    return html("<p class=\"lead\">{} at revision <a href=\"{}\">r{}</a>.</p>\n",
                counted(channel.package_count, "package"),
                view.path_of_revision(channel.settings.name, channel.revision), channel.revision);
}

}  // namespace

Result<PastMain> content_main(const PastView& view, const files::ContentPage& page) {
    const publishing::StoredNodes nodes(view.tx);
    const auto shown = TRY(page.query.empty() ? everything(view, page, nodes) : what_fits(view, page, nodes));
    const auto channel = page.channel == nullptr ? std::string() : page.channel->settings.name;
    const auto title = "Packages in " + (channel.empty() ? view.repository.settings.name : channel);
    Markup out = channel.empty() ? view.way() : view.way({view.to_channels(), view.to_channel(channel)});
    out += html("<h1>{}</h1>\n", title);
    out += lead_of(view, page);
    out += search_form(page);
    if (!shown.packages.empty())
        out += table_of(view, page, shown);
    else
        out += page.query.empty() ? html("<p>No packages yet.</p>\n")
                                  : html("<p>Nothing matches <strong>{}</strong>.</p>\n", page.query);
    return PastMain{title, out += rest_of(page, shown)};
}

}  // namespace slipway::server
