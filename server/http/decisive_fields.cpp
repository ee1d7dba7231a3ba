#include "server/http/decisive_fields.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace slipway::http {
namespace {

// tests/lint/decisive_fields.py checks that every field that is read as one value is listed here.
constexpr std::array<std::string_view, 20> decisive = {
    "Authorization",
    "Content-Digest",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Digest",
    "Expect",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Origin",
    "Range",
    "Sec-Fetch-Site",
    "Transfer-Encoding",
    "User-Agent",
    "X-Checksum-Sha256",
    "X-Request-Id",
};
constexpr std::string_view own_prefix = "Slipway-";

bool is_decisive(std::string_view name) {
    if (equal_ignoring_case(name.substr(0, own_prefix.size()), own_prefix)) return true;
    return std::ranges::any_of(decisive, [&](std::string_view one) { return equal_ignoring_case(one, name); });
}

}  // namespace

Result<> check_decisive_fields(const Headers& headers) {
    const auto names = headers.names();
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (!is_decisive(*name)) continue;
        const bool again =
            std::any_of(names.begin(), name, [&](std::string_view other) { return equal_ignoring_case(other, *name); });
        if (again) return Error("bad-request"_problem, "more than one " + std::string(*name) + " field");
    }
    return {};
}

}  // namespace slipway::http
