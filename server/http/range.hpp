#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace slipway::http {

/// The whole representation: there is no range, or it is ignored.
struct WholeBody {};
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
/// 416: nothing of the requested range exists.
struct Unsatisfiable {};
using RangeChoice = std::variant<WholeBody, ByteRange, Unsatisfiable>;

/// Returns what a `Range` field selects from `size` bytes. Another unit, a malformed value and several ranges select
/// the whole (RFC 9110, section 14.2: a server may ignore the field); a suffix longer than the body means all of it, as
/// a range.
RangeChoice parse_range(std::string_view value, std::uint64_t size);

/// Renders the `Content-Range` of a 206 and of a 416.
std::string content_range(const ByteRange& range, std::uint64_t size);
std::string content_range(Unsatisfiable, std::uint64_t size);

}  // namespace slipway::http
