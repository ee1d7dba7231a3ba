// From Beast's message to ours (RFC 9112). Where two readers could disagree about where a request ends, it is refused:
// such differences between a proxy and this server are what request smuggling lives on.
#include "server/net/request_head.hpp"

#include "base/text.hpp"
#include "server/http/decisive_fields.hpp"
#include "server/http/host.hpp"
#include "server/http/method.hpp"
#include "server/http/target.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::net {
namespace {

namespace beast_http = boost::beast::http;

Error bad_request(std::string why) { return Error("bad-request"_problem, std::move(why)); }

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

http::Headers headers_from(const Parser& parser, const std::string& authority) {
    http::Headers headers;
    for (const auto& field : parser.get()) {
        const bool is_host = field.name() == beast_http::field::host;
        // An absolute-form target outranks Host (RFC 9112, section 3.2.2).
        const auto value = is_host && !authority.empty() ? std::string_view(authority) : view(field.value());
        headers.add(view(field.name_string()), value);
    }
    return headers;
}

Result<> check_host(const Parser& parser, const http::Headers& headers) {
    const auto host = headers.find("Host");
    if (!host) {
        if (parser.get().version() < 11) return {};
        return bad_request("no Host field");
    }
    if (!http::is_valid_host(*host)) return bad_request("Host is no valid host name");
    return {};
}

bool is_decimal(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

Result<> check_framing(const Parser& parser) {
    const auto& head = parser.get();
    // Beast takes several lengths that agree, also in one field: not everybody in front of us does.
    const auto lengths = head.count(beast_http::field::content_length);
    if (lengths > 1 || (lengths == 1 && !is_decimal(view(head[beast_http::field::content_length])))) {
        return bad_request("Content-Length is not one number");
    }
    if (head.count(beast_http::field::transfer_encoding) == 0) return {};
    if (head.count(beast_http::field::transfer_encoding) > 1) return bad_request("more than one Transfer-Encoding");
    if (lengths > 0) {
        return bad_request("both Transfer-Encoding and Content-Length");
    }
    if (head.version() < 11) return bad_request("Transfer-Encoding in an HTTP/1.0 request");
    if (!equal_ignoring_case(view(head[beast_http::field::transfer_encoding]), "chunked")) {
        return Error("not-implemented"_problem, "the only supported Transfer-Encoding is chunked");
    }
    return {};
}

Result<bool> expects_continue(const Parser& parser) {
    const auto value = view(parser.get()[beast_http::field::expect]);
    if (value.empty() || parser.get().version() < 11) return false;
    if (equal_ignoring_case(trimmed(value), "100-continue")) return true;
    return Error("expectation-failed"_problem, "the only supported expectation is 100-continue");
}

/// Content of a GET has no meaning (RFC 9110, section 9.3.1), and a reader that does not expect any could take it for
/// the next request: it is neither read nor kept.
Result<> check_body(const http::Request& request) {
    const bool reads = request.method == http::Method::get || request.method == http::Method::head;
    if (!reads || !request.has_body) return {};
    return Error("unexpected-body"_problem, "a GET or HEAD request has no body");
}

}  // namespace

void prepare_head(Parser& parser, unsigned max_head) {
    parser.header_limit(max_head);
    parser.body_limit(boost::none);
}

Result<bool> parse_head(Parser& parser, ReadBuffer& buffer) {
    boost::system::error_code error;
    buffer.consume(parser.put(buffer.data(), error));
    if (error == beast_http::error::need_more) return false;
    if (error == beast_http::error::header_limit) {
        return Error("header-too-large"_problem, "the request's header block is too large");
    }
    if (error) return bad_request(fmt::format("malformed request: {}", error.message()));
    return parser.is_header_done();
}

http::Method method_of(const Parser& parser) { return http::parse_method(view(parser.get().method_string())); }

Result<http::Request> request_from(const Parser& parser) {
    const auto& head = parser.get();
    http::Request request;
    request.method = method_of(parser);
    request.target = view(head.target());
    if (request.target == "*" && request.method != http::Method::options) return bad_request("'*' is for OPTIONS only");
    auto target = TRY(http::parse_target(request.target));
    TRY(check_framing(parser));
    request.headers = headers_from(parser, target.authority);
    TRY(http::check_decisive_fields(request.headers));
    TRY(check_host(parser, request.headers));
    request.expects_continue = TRY(expects_continue(parser));
    request.path = std::move(target.path);
    request.trailing_slash = target.trailing_slash;
    request.has_empty_segments = target.has_empty_segments;
    request.query = std::move(target.query);
    if (const auto length = parser.content_length()) request.content_length = *length;
    request.has_body = parser.chunked() || request.content_length.value_or(0) > 0;
    TRY(check_body(request));
    return request;
}

}  // namespace slipway::net
