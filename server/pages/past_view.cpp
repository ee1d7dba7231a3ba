#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"

namespace slipway::server {

std::string PastView::path(std::string_view below) const {
    return fmt::format("{}/ui/{}/{}", path_of(context.base_url), repository.settings.name, below);
}

std::string PastView::path_of_channel(std::string_view channel) const {
    return path(fmt::format("channels/{}/", channel));
}

std::string PastView::path_of_revision(std::string_view channel, std::int64_t number) const {
    return path(fmt::format("channels/{}/revisions/{}", channel, number));
}

Markup PastView::way(std::string_view channel) const {
    const auto& name = repository.settings.name;
    auto out = html(
        "<nav class=\"way\" aria-label=\"Where this page is\"><a href=\"{0}/{1}/\">{1}</a> <span>/</span> <a "
        "href=\"{2}\">channels</a>",
        path_of(context.base_url), name, path("channels/"));
    if (!channel.empty()) out += html(" <span>/</span> <a href=\"{}\">{}</a>", path_of_channel(channel), channel);
    return out += html("</nav>\n");
}

}  // namespace slipway::server
