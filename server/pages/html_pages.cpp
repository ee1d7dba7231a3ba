#include "server/pages/html_pages.hpp"

#include "server/http/status.hpp"
#include "server/pages/assets.hpp"
#include "server/pages/directory_listing.hpp"
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

http::Response page(const files::PageContext& context, std::string_view title, const Markup& main) {
    return answer(
        "text/html; charset=utf-8",
        document({.title = title, .base_url = context.base_url, .base_url_configured = context.base_url_configured},
                 main));
}

struct MainOfPast {
    PastView view;

    Result<PastMain> operator()(const files::ChannelsPage& page) const { return channels_main(view, page.after); }
    Result<PastMain> operator()(const files::RevisionsPage& page) const {
        return revisions_main(view, *page.channel, page.before);
    }
    Result<PastMain> operator()(const files::RevisionPage& page) const {
        return revision_main(view, *page.channel, page.number, page.after);
    }
    Result<PastMain> operator()(const files::ContentPage& page) const { return content_main(view, page); }
    Result<PastMain> operator()(const files::PackagePage& page) const { return package_main(view, page.sha256); }
};

}  // namespace

http::Response HtmlPages::index(const files::PageContext& context) const {
    return page(context, fmt::format("Packages at {}", address_of(context.base_url)), index_main(context));
}

http::Response HtmlPages::repository(const files::PageContext& context,
                                     const publishing::PublishedRepository& repository) const {
    return page(context, fmt::format("{} at {}", repository.state.settings.name, address_of(context.base_url)),
                repository_main(context, repository.state));
}

Result<http::Response> HtmlPages::past(const files::PageContext& context,
                                       const publishing::PublishedRepository& repository, const publishing::View& tx,
                                       const files::PastPage& wanted) const {
    const auto shown = TRY(std::visit(MainOfPast{{context, repository.state, tx}}, wanted));
    const auto title =
        fmt::format("{} – {} at {}", shown.title, repository.state.settings.name, address_of(context.base_url));
    return page(context, title, shown.main);
}

http::Response HtmlPages::directory(const files::DirectoryPage& listed) const {
    return answer("text/html; charset=utf-8", directory_listing(listed));
}

http::Response HtmlPages::refusal(const files::PageContext& context, unsigned status, std::string_view why) const {
    const auto reason = http::reason_of(status);
    auto response = page(context, fmt::format("{} at {}", reason, address_of(context.base_url)),
                         html("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p><a href=\"{}/\">All repositories</a></p>\n",
                              reason, why, path_of(context.base_url)));
    response.status = status;
    return response;
}

std::optional<http::Response> HtmlPages::problem(const files::PageContext& context, std::string_view code) const {
    if (code.empty())
        return page(context, fmt::format("Problems at {}", address_of(context.base_url)), problems_main(context));
    const auto* known = find_problem(code);
    if (known == nullptr) return std::nullopt;
    return page(context, fmt::format("{} at {}", code, address_of(context.base_url)), problem_main(context, *known));
}

std::optional<http::Response> HtmlPages::asset(std::string_view name) const {
    if (name == "style.css") return answer("text/css; charset=utf-8", style_sheet);
    if (name == "icon.svg") return answer("image/svg+xml", icon);
    return std::nullopt;
}

}  // namespace slipway::server
