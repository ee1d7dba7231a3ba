#include "server/pages/html_pages.hpp"

#include "server/pages/assets.hpp"
#include "server/pages/document.hpp"
#include "server/pages/sections.hpp"

namespace slipway::server {
namespace {

http::Response answer(std::string_view content_type, std::string body) {
    http::Response response;
    response.headers.add("Content-Type", std::string(content_type));
    response.body = std::move(body);
    return response;
}

http::Response page(const api::PageContext& context, std::string_view title, const Markup& main) {
    return answer(
        "text/html; charset=utf-8",
        document({.title = title, .base_url = context.base_url, .base_url_configured = context.base_url_configured},
                 main));
}

}  // namespace

http::Response HtmlPages::index(const api::PageContext& context) const {
    return page(context, fmt::format("Packages at {}", address_of(context.base_url)), index_main(context));
}

http::Response HtmlPages::repository(const api::PageContext& context,
                                     const publishing::PublishedRepository& repository) const {
    return page(context, fmt::format("{} at {}", repository.state.settings.name, address_of(context.base_url)),
                repository_main(context, repository.state));
}

std::optional<http::Response> HtmlPages::asset(std::string_view name) const {
    if (name == "style.css") return answer("text/css; charset=utf-8", style_sheet);
    if (name == "icon.svg") return answer("image/svg+xml", icon);
    return std::nullopt;
}

}  // namespace slipway::server
