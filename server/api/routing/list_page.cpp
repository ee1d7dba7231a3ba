// Lists are answered in one place: a handler finds a page, and this makes an answer of it. So no list can forget its
// bounds, its `next` or its link.
#include "server/api/routing/list_page.hpp"

#include "base/text.hpp"

#include <cassert>

namespace slipway::api {
namespace {

http::Response lines_response(std::string lines) {
    http::Response response;
    response.headers.add("Content-Type", "application/jsonl");
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(lines);
    return response;
}

}  // namespace

Result<http::Reply> answer_list(Services& services, const Operation& operation, const Call& call) {
    assert(operation.list != nullptr);
    const auto limit = static_cast<std::size_t>(call.number("limit").value_or(default_limit));
    auto page = TRY(operation.list(services, call, {limit, call.query("cursor")}));
    auto response = page.lines ? lines_response(std::move(*page.lines))
                               : json_response(200, page.body.add("next", Json(page.next)));
    if (page.next) response.headers.add("Link", "<" + call.url_of_page(services.mount, *page.next) + ">; rel=\"next\"");
    return http::Reply(std::move(response));
}

Error invalid_cursor() { return Error("invalid-field"_problem, "'cursor' must be the 'next' of an earlier answer"); }

Result<std::optional<std::int64_t>> number_of_cursor(const PageWanted& wanted) {
    if (!wanted.cursor) return std::optional<std::int64_t>();
    const auto number = parse_decimal(*wanted.cursor);
    if (!number || *number > INT64_MAX) return invalid_cursor();
    return std::optional(static_cast<std::int64_t>(*number));
}

}  // namespace slipway::api
