#include "server/files/past_pages.hpp"

#include "base/text.hpp"
#include "server/http/problem.hpp"

#include <algorithm>

namespace slipway::files {
namespace {

using Path = std::span<const std::string>;
using publishing::PublishedRepository;

Error nothing_there() { return Error(Fault::not_found, "there is nothing at this address"); }

std::optional<std::string> query_of(const http::Request& request, std::string_view name) {
    return request.query.find(name);
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

PastPage content_page(const publishing::ChannelState* channel, const http::Request& request) {
    return ContentPage{channel, field_of(request, "q").value_or(""), query_of(request, "cursor")};
}

/// What `channels/{channel}/…` names.
Result<PastPage> channel_page(const PublishedRepository& repository, const http::Request& request, Path path) {
    const auto* channel = TRY(publishing::get_channel(repository.state, path[1]));
    if (path.size() == 2) {
        RevisionsPage page{channel, std::nullopt};
        if (const auto before = query_of(request, "before")) page.before = TRY(number_of(*before));
        return PastPage(page);
    }
    if (path.size() == 3 && path[2] == "packages") return content_page(channel, request);
    if (path.size() != 4 || path[2] != "revisions") return nothing_there();
    const auto number = TRY(number_of(path[3]));
    RevisionPage page{channel, number, std::nullopt};
    if (const auto cursor = query_of(request, "cursor")) page.after = TRY(publishing::DiffKey::parse_cursor(*cursor));
    return PastPage(page);
}

/// What the path below `/ui/{repo}/` names.
Result<PastPage> page_at(const PublishedRepository& repository, const http::Request& request, Path path) {
    if (path.size() == 1 && path[0] == "channels") {
        ChannelsPage page{std::nullopt};
        if (const auto after = query_of(request, "after")) page.after = TRY(number_of(*after));
        return PastPage(page);
    }
    if (path.size() >= 2 && path[0] == "channels") return channel_page(repository, request, path);
    if (path.size() == 1 && path[0] == "packages") return content_page(nullptr, request);
    const auto sha256 = path.size() == 2 && path[0] == "packages" ? Sha256::parse(path[1]) : std::nullopt;
    if (!sha256) return nothing_there();
    return PastPage(PackagePage{*sha256});
}

Result<http::Response> render(const Sources& sources, const publishing::PublishedTree& tree,
                              const http::Request& request, Path path) {
    const auto* repository = path.size() > 2 ? tree.find(path[1]) : nullptr;
    if (repository == nullptr) return nothing_there();
    TRY(http::check_not_repeated(request.query));
    const auto wanted = TRY(page_at(*repository, request, path.subspan(2)));
    const auto base = TRY(sources.mount.base_of(request));
    const auto tx = TRY(sources.queries.view());
    auto response = TRY(sources.pages.past(page_context(sources, tree, base), *repository, tx, wanted));
    add_page_fields(response, base);
    return response;
}

/// A page that says why there is none.
http::Response refusal(const Sources& sources, const publishing::PublishedTree& tree, const http::Request& request,
                       const Error& error) {
    auto problem = http::problem_of(sources.failures, error);  // logs what operators must know
    const auto base = sources.mount.base_of(request);
    if (problem.status >= 500 || !base) return problem;
    auto response = sources.pages.refusal(page_context(sources, tree, *base), problem.status, http::detail_of(error));
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Content-Security-Policy", page_policy);
    response.refusal = std::move(problem.refusal);
    return response;
}

}  // namespace

http::Response refusal_as_text(BoundedLog& log, const Error& error) {
    auto response = http::problem_of(log, error);  // logs what operators must know
    if (response.status >= 500) return response;
    http::Response text;
    text.status = response.status;
    text.headers.add("Content-Type", "text/plain; charset=utf-8");
    text.headers.add("Cache-Control", "no-store");
    text.body = std::string(http::detail_of(error)) + "\n";
    return text;
}

http::Response past_page(const Sources& sources, const publishing::PublishedTree& tree, const http::Request& request,
                         Path path) {
    auto response = render(sources, tree, request, path);
    return response.ok() ? std::move(response).release() : refusal(sources, tree, request, response.error());
}

PageContext page_context(const Sources& sources, const publishing::PublishedTree& tree, const http::BaseUrl& base) {
    PageContext context{tree, base.text, base.from == http::BaseFrom::configuration, sources.listing_entries > 0};
    if (sources.nodes) context.nodes = sources.nodes();
    return context;
}

void add_page_fields(http::Response& response, const http::BaseUrl& base) {
    response.headers.add("Cache-Control", base.from == http::BaseFrom::configuration ? "no-cache" : "no-store");
    response.headers.add("Content-Security-Policy", page_policy);
}

}  // namespace slipway::files
