#include "server/pages/past_view.hpp"

#include "server/pages/document.hpp"

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

Markup PastView::way(const std::vector<Step>& between) const {
    auto out = html("<nav class=\"way\" aria-label=\"Where this page is\"><a href=\"{0}/{1}/\">{1}</a>",
                    path_of(context.base_url), repository.settings.name);
    for (const auto& step : between) out += html(" <span>/</span> <a href=\"{}\">{}</a>", step.path, step.name);
    return out += html("</nav>\n");
}

}  // namespace slipway::server
