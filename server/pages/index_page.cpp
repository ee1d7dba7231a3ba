// `/`: every repository, what is in it, and the shortest way to use it.
#include "base/text.hpp"
#include "server/pages/document.hpp"
#include "server/pages/sections.hpp"
#include "server/pages/set_up.hpp"

#include <iterator>

namespace slipway::server {
namespace {

using publishing::RepositoryState;

Markup repository_card(const RepositoryState& repository, std::string_view base_url) {
    const auto& settings = repository.settings;
    Markup out =
        html("<section class=\"card\">\n<h2><a href=\"{0}/{1}/\">{1}</a></h2>\n", path_of(base_url), settings.name);
    if (!settings.description.empty()) out += html("<p class=\"lead\">{}</p>\n", settings.description);
    out += channel_table(repository, channels_behind(repository, std::nullopt).channels, base_url);
    if (const auto* channel = main_channel(repository)) {
        out += html("<h3>Use <em>{}</em></h3>\n", channel->settings.name);
        out += set_up_by_script(repository, channel->settings.name, base_url);
        out += html("<h4>Then</h4>\n");
        out += install_lines(repository);
    }
    return out += html(
               "<p class=\"more\"><a href=\"{}/{}/\">Other channels, distros, keys and uploads</a></p>\n"
               "</section>\n",
               path_of(base_url), settings.name);
}

constexpr std::size_t most_cards = 4;            // beyond that a table: whoever has many repositories looks for one
constexpr std::size_t repositories_shown = 100;  // in the table, on one page
constexpr std::size_t names_shown = 10;          // of channels, in a row of it

Markup packages_in(const publishing::ChannelState* channel) {
    if (channel == nullptr) return html("<span class=\"none\">–</span>");
    return html("{} <span class=\"unit\">packages</span> in {}", channel->package_count, channel->settings.name);
}

std::string channel_names(const RepositoryState& repository) {
    std::vector<std::string> names;
    const auto channels = lasting_channels(repository);
    for (const auto* channel : channels) {
        if (names.size() == names_shown) break;
        names.push_back(channel->settings.name);
    }
    const auto others = channels.size() - names.size();
    return join(names, ", ") + (others == 0 ? "" : fmt::format(" and {} more", others));
}

Markup repository_table(const files::PageContext& context) {
    const auto& repositories = context.tree.repositories;
    auto at = repositories.upper_bound(context.after);
    if (at == repositories.end()) return html("<p>No more repositories.</p>\n");
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Repository</th><th>Channels</th>"
        "<th>Packages</th><th>What it is</th></tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; at != repositories.end() && i < repositories_shown; ++i, ++at) {
        const auto& state = at->second->state;
        out +=
            html("<tr><th scope=\"row\"><a href=\"{0}/{1}/\">{1}</a></th><td>{2}</td><td>{3}</td><td>{4}</td></tr>\n",
                 path_of(context.base_url), at->first, channel_names(state), packages_in(main_channel(state)),
                 state.settings.description);
    }
    out += html("</tbody>\n</table></div>\n");
    if (at == repositories.end()) return out;
    return out += html("<p class=\"more\"><a href=\"?after={}\">Next page</a></p>\n", std::prev(at)->first);
}

std::string what_is_here(const publishing::PublishedTree& tree) {
    const auto count = tree.repositories.size();
    if (count == 0) return "No repositories yet. An administrator makes one:";
    return fmt::format("{} signed {} for apt, dnf, yum and zypper.", count, count == 1 ? "repository" : "repositories");
}

std::string state_of(const files::NodeShown& node) {
    if (!node.is_ready) return "not ready";
    return node.behind == 0 ? "current" : counted(static_cast<std::uint64_t>(node.behind), "publication") + " behind";
}

/// Which machines these are is for those who run them (`slipwayd nodes`).
Markup node_table(const std::vector<files::NodeShown>& nodes) {
    if (nodes.empty()) return {};
    Markup out = html(
        "<section class=\"card\">\n<h2>Nodes</h2>\n<div class=\"scroll\"><table class=\"stack\">\n"
        "<thead><tr><th>Node</th><th>What it serves</th></tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; i < nodes.size(); ++i)
        out += html("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", i + 1, state_of(nodes.at(i)));
    return out += html("</tbody>\n</table></div>\n</section>\n");
}

}  // namespace

Markup index_main(const files::PageContext& context) {
    Markup out = html("<h1>Packages</h1>\n<p class=\"lead\">{}</p>\n", what_is_here(context.tree));
    if (context.tree.repositories.empty())
        out += command("slipway repositories set NAME --distro bookworm=deb --distro el9=rpm");
    if (context.tree.repositories.size() > most_cards)
        out += repository_table(context);
    else
        for (const auto& [name, repository] : context.tree.repositories)
            out += repository_card(repository->state, context.base_url);
    return out += node_table(context.nodes);
}

}  // namespace slipway::server
