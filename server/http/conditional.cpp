// Conditional and range requests (RFC 9110, sections 13 and 14) with one rule of our own: a date is a validator only
// if it names exactly one generation. Dates have whole seconds, two publications may share one; a 304 or a resumed
// download across them would leave apt with the old or with a mixed file. "Not newer than" is not used either: a clock
// that was wrong once would freeze clients on what they hold.
#include "server/http/conditional.hpp"

#include "base/text.hpp"
#include "server/http/problem.hpp"
#include "server/http/range.hpp"

#include <algorithm>

namespace slipway::http {
namespace {

std::string_view without_weakness(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

bool any_etag_matches(std::string_view list, std::string_view etag) {
    if (trimmed(list) == "*") return true;
    for (const auto candidate : split(list, ','))
        if (!etag.empty() && without_weakness(trimmed(candidate)) == etag) return true;
    return false;
}

/// By strong comparison: a weak one does not name these very bytes.
bool any_etag_is(std::string_view list, std::string_view etag) {
    if (trimmed(list) == "*") return true;
    const auto candidates = split(list, ',');
    return std::ranges::any_of(candidates, [&](std::string_view candidate) { return trimmed(candidate) == etag; });
}

bool names_this_date(std::string_view value, const Validators& validators) {
    return validators.last_modified && trimmed(value) == http_date(*validators.last_modified);
}

void cut(Body& body, const ByteRange& range) {
    if (auto* text = std::get_if<std::string>(&body)) *text = text->substr(range.offset, range.length);
    if (auto* bytes = std::get_if<Window<SharedBytes>>(&body)) {
        bytes->offset += range.offset;
        bytes->length = range.length;
    }
    if (auto* rope = std::get_if<Window<SharedRope>>(&body)) {
        rope->offset += range.offset;
        rope->length = range.length;
    }
}

Response range_not_satisfiable(std::uint64_t size) {
    auto response =
        problem(Error("range-not-satisfiable"_problem, "the range begins behind the end of the file; leave out Range"));
    response.headers.add("Content-Range", content_range(Unsatisfiable{}, size));
    return response;
}

}  // namespace

bool is_not_modified(const Headers& headers, const Validators& validators) {
    if (const auto etags = headers.find("If-None-Match")) return any_etag_matches(*etags, validators.etag);
    const auto since = headers.find("If-Modified-Since");
    return since && names_this_date(*since, validators);
}

bool if_range_holds(const Headers& headers, const Validators& validators) {
    const auto field = headers.find("If-Range");
    if (!field) return true;
    const auto value = trimmed(*field);
    const bool is_etag = value.starts_with('"') || value.starts_with("W/");
    return is_etag ? value == validators.etag : names_this_date(value, validators);
}

bool preconditions_hold(std::optional<std::string_view> if_match, std::optional<std::string_view> if_none_match,
                        const std::optional<std::string>& etag) {
    if (if_match && (!etag || !any_etag_is(*if_match, *etag))) return false;
    return !if_none_match || !etag || !any_etag_matches(*if_none_match, *etag);
}

Response answer_conditionally(const Request& request, const Validators& validators, Representation whole) {
    Response response;
    response.headers.add("Cache-Control", whole.caching);
    if (!validators.etag.empty()) response.headers.add("ETag", validators.etag);
    if (validators.last_modified) response.headers.add("Last-Modified", http_date(*validators.last_modified));
    if (is_not_modified(request.headers, validators)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", whole.content_type);
    response.headers.add("Accept-Ranges", "bytes");
    response.body = std::move(whole.body);
    const auto range = request.headers.find("Range");
    if (!range || request.method != Method::get || !if_range_holds(request.headers, validators)) return response;

    const auto size = size_of(response.body);
    const auto choice = parse_range(*range, size);
    if (std::holds_alternative<Unsatisfiable>(choice)) return range_not_satisfiable(size);
    if (const auto* part = std::get_if<ByteRange>(&choice)) {
        response.status = 206;
        response.headers.add("Content-Range", content_range(*part, size));
        cut(response.body, *part);
    }
    return response;
}

}  // namespace slipway::http
