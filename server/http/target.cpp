// Request targets (RFC 9112, section 3.2).
//
// The path is split at '/' first and every segment is decoded exactly once: decoding before splitting would let "%2F"
// make segments, decoding twice would let "%252e" become a dot. A '+' in a path is a plus sign (apt sends file names
// with "%2b" and with "+"); in a query it is a space, as HTML forms write it.
#include "server/http/target.hpp"

#include "base/control_characters.hpp"
#include "base/percent_encoding.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::http {
namespace {

constexpr std::size_t most_parameters = 64;

Error bad_target(std::string why) { return Error("bad-request"_problem, "request target: " + std::move(why)); }

bool has_control_character(std::string_view text) {
    return text.find('\t') != text.npos || find_control_character(text).has_value();
}

/// Nothing in it is to be decoded or refused: so is nearly every segment.
bool is_plain(std::string_view raw) {
    bool plain = !raw.empty() && raw.front() != '.';
    for (const unsigned char c : raw) plain &= c > ' ' && c < 0x7f && c != '%';
    return plain;
}

Result<std::string> decode_segment(std::string_view raw) {
    if (is_plain(raw)) return std::string(raw);
    auto segment = percent_decode(raw);
    if (!segment) return bad_target(fmt::format("bad percent escape in '{}'", raw));
    if (*segment == "." || *segment == "..") return bad_target("'.' and '..' are not allowed in a path");
    if (segment->find('/') != std::string::npos) return bad_target("encoded slash in a path segment");
    if (has_control_character(*segment)) return bad_target("control character in a path segment");
    return std::move(*segment);
}

Result<> parse_path(std::string_view path, Target& out) {
    if (path.empty() || path.front() != '/') return bad_target("does not begin with '/'");
    path.remove_prefix(1);
    out.trailing_slash = path.empty() || path.back() == '/';
    if (path.empty()) return {};
    if (out.trailing_slash) path.remove_suffix(1);
    out.path.reserve(static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) + 1);
    while (true) {
        const auto end = path.find('/');
        const auto segment = path.substr(0, end);
        if (segment.empty())
            out.has_empty_segments = true;
        else
            out.path.push_back(TRY(decode_segment(segment)));
        if (end == std::string_view::npos) return {};
        path.remove_prefix(end + 1);
    }
}

Result<std::string> decode_query_part(std::string_view raw) {
    std::string spaced(raw);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    auto decoded = percent_decode(spaced);
    if (!decoded) return bad_target(fmt::format("bad percent escape in query '{}'", raw));
    if (has_control_character(*decoded)) return bad_target("control character in the query");
    return std::move(*decoded);
}

Result<> parse_query(std::string_view query, Target& out) {
    const auto items = split(query, '&');
    if (items.size() > most_parameters)
        return bad_target(fmt::format("more than {} query parameters", most_parameters));
    for (const auto item : items) {
        if (item.empty()) continue;
        const auto equals = item.find('=');
        auto name = TRY(decode_query_part(item.substr(0, equals)));
        auto value = TRY(decode_query_part(equals == std::string_view::npos ? "" : item.substr(equals + 1)));
        out.query.add(std::move(name), std::move(value));
    }
    return {};
}

/// What follows "http://" or "https://"; nothing when the target is not in absolute-form.
std::optional<std::string_view> after_scheme(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) return target.substr(scheme.size());
    return std::nullopt;
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
    Target out;
    if (target == "*") return out;
    if (const auto rest = after_scheme(target)) {
        const auto end = rest->find_first_of("/?");
        out.authority = rest->substr(0, end);
        target = end == std::string_view::npos ? "/" : rest->substr(end);
        if (out.authority.empty()) return bad_target("no host in an absolute URL");
    }
    if (target.find('#') != std::string_view::npos) return bad_target("contains a fragment");

    const auto question = target.find('?');
    const auto path = target.substr(0, question);
    TRY(parse_path(path.empty() && !out.authority.empty() ? "/" : path, out));
    if (question != std::string_view::npos) TRY(parse_query(target.substr(question + 1), out));
    return out;
}

}  // namespace slipway::http
