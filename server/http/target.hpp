#pragma once

#include "base/result.hpp"
#include "server/http/query.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::http {

/// A request target taken apart.
struct Target {
    std::vector<std::string> path;    // decoded segments, none of them empty, "." or ".."
    bool trailing_slash = false;      // true for "/" itself
    bool has_empty_segments = false;  // "a//b": left out of `path`, as file servers do
    Query query;                      // decoded
    std::string authority;            // of an absolute-form target, else empty
};

/// Parses origin-form ("/a/b?c=d"), absolute-form ("http://host/a") and asterisk-form ("*": an empty path).
/// Every refusal is invalid_input with code "bad-request": a segment "." or "..", a bad percent escape, an encoded
/// slash, NUL or another control character (in the query, too), more than 64 query parameters.
Result<Target> parse_target(std::string_view target);

}  // namespace slipway::http
