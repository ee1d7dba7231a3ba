// `/`: every repository, what is in it, and the shortest way to use it.
#include "server/pages/document.hpp"
#include "server/pages/sections.hpp"
#include "server/pages/set_up.hpp"

namespace slipway::server {
namespace {

using publishing::RepositoryState;

Markup repository_card(const RepositoryState& repository, std::string_view base_url) {
    const auto& settings = repository.settings;
    Markup out =
        html("<section class=\"card\">\n<h2><a href=\"{0}/{1}/\">{1}</a></h2>\n", path_of(base_url), settings.name);
    if (!settings.description.empty()) out += html("<p class=\"lead\">{}</p>\n", settings.description);
    out += channel_table(repository, base_url);
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

std::string what_is_here(const publishing::PublishedTree& tree) {
    const auto count = tree.repositories.size();
    return fmt::format("{} signed {} for apt, dnf, yum and zypper.", count, count == 1 ? "repository" : "repositories");
}

}  // namespace

Markup index_main(const api::PageContext& context) {
    Markup out = html("<h1>Packages</h1>\n<p class=\"lead\">{}</p>\n", what_is_here(context.tree));
    for (const auto& [name, repository] : context.tree.repositories)
        out += repository_card(repository->state, context.base_url);
    return out;
}

}  // namespace slipway::server
