#include "server/pages/html_pages.hpp"

#include "server/pages/assets.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"
#include "server/pages/sections.hpp"

namespace slipway::server {
namespace {

http::Response answer(std::string_view content_type, std::string body) {
    http::Response response;
    response.headers.add("Content-Type", content_type);
    response.body = std::move(body);
    return response;
}

http::Response page(const api::PageContext& context, std::string_view title, const Markup& main) {
    return answer(
        "text/html; charset=utf-8",
        document({.title = title, .base_url = context.base_url, .base_url_configured = context.base_url_configured},
                 main));
}

struct MainOfPast {
    PastView view;

    Result<PastMain> operator()(const api::ChannelsPage&) const { return channels_main(view); }
    Result<PastMain> operator()(const api::RevisionsPage& page) const {
        return revisions_main(view, *page.channel, page.before);
    }
    Result<PastMain> operator()(const api::RevisionPage& page) const {
        return revision_main(view, *page.channel, page.number, page.after);
    }
    Result<PastMain> operator()(const api::ContentPage& page) const { return content_main(view, page); }
    Result<PastMain> operator()(const api::PackagePage& page) const { return package_main(view, page.sha256); }
};

}  // namespace

http::Response HtmlPages::index(const api::PageContext& context) const {
    return page(context, fmt::format("Packages at {}", address_of(context.base_url)), index_main(context));
}

http::Response HtmlPages::repository(const api::PageContext& context,
                                     const publishing::PublishedRepository& repository) const {
    return page(context, fmt::format("{} at {}", repository.state.settings.name, address_of(context.base_url)),
                repository_main(context, repository.state));
}

Result<http::Response> HtmlPages::past(const api::PageContext& context,
                                       const publishing::PublishedRepository& repository,
                                       const storage::ReadTransaction& tx, const api::PastPage& wanted) const {
    const auto shown = TRY(std::visit(MainOfPast{{context, repository.state, tx}}, wanted));
    const auto title =
        fmt::format("{} – {} at {}", shown.title, repository.state.settings.name, address_of(context.base_url));
    return page(context, title, shown.main);
}

std::optional<http::Response> HtmlPages::asset(std::string_view name) const {
    if (name == "style.css") return answer("text/css; charset=utf-8", style_sheet);
    if (name == "icon.svg") return answer("image/svg+xml", icon);
    return std::nullopt;
}

}  // namespace slipway::server
