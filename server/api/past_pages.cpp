#include "server/api/past_pages.hpp"

#include "base/text.hpp"
#include "server/http/problem.hpp"

#include <algorithm>

namespace slipway::api {
namespace {

using Path = std::span<const std::string>;
using publishing::PublishedRepository;

Error nothing_there() { return Error(Fault::not_found, "there is nothing at this address"); }

std::optional<std::string> query_of(const http::Request& request, std::string_view name) {
    const auto found = std::ranges::find(request.query, name, [](const auto& field) { return field.first; });
    return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

Result<std::int64_t> number_of(std::string_view text) {
    const auto number = parse_decimal(text);
    if (!number || *number > INT64_MAX) return nothing_there();
    return static_cast<std::int64_t>(*number);
}

/// A form sends fields that were left empty, too: they are as good as absent.
std::optional<std::string> field_of(const http::Request& request, std::string_view name) {
    auto text = query_of(request, name);
    return text && !text->empty() ? text : std::nullopt;
}

Result<PastPage> content_page(const publishing::ChannelState& channel, const http::Request& request) {
    ContentPage page{&channel, {field_of(request, "name"), {}, {}, {}}, {}};
    if (const auto cursor = query_of(request, "cursor")) page.after = TRY(ListedPackage::parse_cursor(*cursor));
    return PastPage(page);
}

/// What `channels/{channel}/…` names.
Result<PastPage> channel_page(const PublishedRepository& repository, const http::Request& request, Path path) {
    const auto* channel = TRY(Call::channel_named(repository, path[1]));
    if (path.size() == 2) {
        RevisionsPage page{channel, std::nullopt};
        if (const auto before = query_of(request, "before")) page.before = TRY(number_of(*before));
        return PastPage(page);
    }
    if (path.size() == 3 && path[2] == "packages") return content_page(*channel, request);
    if (path.size() != 4 || path[2] != "revisions") return nothing_there();
    const auto number = TRY(number_of(path[3]));
    RevisionPage page{channel, number, std::nullopt};
    if (const auto cursor = query_of(request, "cursor")) page.after = TRY(publishing::DiffKey::parse_cursor(*cursor));
    return PastPage(page);
}

/// What the path below `/ui/{repo}/` names.
Result<PastPage> page_at(const PublishedRepository& repository, const http::Request& request, Path path) {
    if (path.size() == 1 && path[0] == "channels") return PastPage(ChannelsPage{});
    if (path.size() >= 2 && path[0] == "channels") return channel_page(repository, request, path);
    const auto sha256 = path.size() == 2 && path[0] == "packages" ? Sha256::parse(path[1]) : std::nullopt;
    if (!sha256) return nothing_there();
    return PastPage(PackagePage{*sha256});
}

Result<http::Response> render(const Services& services, const publishing::PublishedTree& tree,
                              const http::Request& request, Path path) {
    const auto* repository = path.size() > 2 ? tree.find(path[1]) : nullptr;
    if (repository == nullptr) return nothing_there();
    const auto wanted = TRY(page_at(*repository, request, path.subspan(2)));
    const auto base = TRY(services.mount.base_of(request));
    const auto tx = TRY(services.parts.catalog.read());
    const PageContext context{tree, base.text, base.from == BaseFrom::configuration};
    auto response = TRY(services.parts.pages.past(context, *repository, tx, wanted));
    add_page_fields(response, base);
    return response;
}

http::Response refusal(const Log& log, const Error& error) {
    auto response = problem_of(log, error);  // logs what operators must know
    if (response.status >= 500) return response;
    http::Response text;
    text.status = response.status;
    text.headers.add("Content-Type", "text/plain; charset=utf-8");
    text.headers.add("Cache-Control", "no-store");
    text.body = error.message() + "\n";
    return text;
}

}  // namespace

http::Response past_page(const Services& services, const publishing::PublishedTree& tree, const http::Request& request,
                         Path path) {
    auto response = render(services, tree, request, path);
    return response.ok() ? std::move(response).release() : refusal(services.parts.log, response.error());
}

void add_page_fields(http::Response& response, const BaseUrl& base) {
    constexpr std::string_view policy = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'";
    response.headers.add("Cache-Control", base.from == BaseFrom::configuration ? "no-cache" : "no-store");
    response.headers.add("Content-Security-Policy", policy);
}

}  // namespace slipway::api
