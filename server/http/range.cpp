// Byte ranges (RFC 9110, section 14). Several ranges would need a multipart/byteranges answer; no package manager needs
// one but zsync-like tools, which cope with a 200.
#include "server/http/range.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::http {
namespace {

RangeChoice suffix_range(std::string_view digits, std::uint64_t size) {
    const auto length = parse_decimal(digits);
    if (!length) return WholeBody{};
    if (*length == 0 || size == 0) return Unsatisfiable{};
    const auto taken = std::min(*length, size);
    return ByteRange{size - taken, taken};
}

}  // namespace

RangeChoice parse_range(std::string_view value, std::uint64_t size) {
    const auto equals = value.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(trimmed(value.substr(0, equals)), "bytes")) {
        return WholeBody{};
    }
    const auto spec = trimmed(value.substr(equals + 1));
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return WholeBody{};  // malformed; so is "1-2,4-5" below, as a number
    if (dash == 0) return suffix_range(spec.substr(1), size);

    const auto first = parse_decimal(spec.substr(0, dash));
    if (!first) return WholeBody{};
    auto last = parse_decimal(spec.substr(dash + 1));
    if (spec.size() == dash + 1) last = UINT64_MAX;
    if (!last || *last < *first) return WholeBody{};
    if (*first >= size) return Unsatisfiable{};
    return ByteRange{*first, std::min(*last, size - 1) - *first + 1};
}

std::string content_range(const ByteRange& range, std::uint64_t size) {
    return fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.length - 1, size);
}

std::string content_range(Unsatisfiable, std::uint64_t size) { return fmt::format("bytes */{}", size); }

}  // namespace slipway::http
