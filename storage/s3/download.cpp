#include "storage/s3/download.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace slipway::s3 {
namespace {

/// "bytes 0-9/123": first and last position.
std::optional<Range> parse_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    const auto dash = text.find('-');
    const auto slash = text.find('/');
    if (!text.starts_with(unit) || dash > slash || slash == std::string_view::npos) return std::nullopt;
    const auto first = parse_decimal(text.substr(unit.size(), dash - unit.size()));
    const auto last = parse_decimal(text.substr(dash + 1, slash - dash - 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return Range{*first, *last - *first + 1};
}

}  // namespace

Fields Download::fields() const {
    Fields fields{{"range", fmt::format("bytes={}-{}", missing_.offset, missing_.offset + missing_.length - 1)}};
    if (!etag_.empty()) fields.emplace_back("if-match", etag_);
    return fields;
}

Result<> Download::begin(const HttpAnswer& head) {
    if (head.status != 206) return Error(Fault::unsupported, "the store sends no ranges of objects");
    const auto sent = parse_content_range(head.find("content-range").value_or(""));
    if (!sent || sent->offset != missing_.offset || sent->length != missing_.length)
        return Error(Fault::corrupt,
                     fmt::format("the object has to have {} bytes from {} on; the store sends \"{}\"", missing_.length,
                                 missing_.offset, head.find("content-range").value_or("")));
    etag_ = head.find("etag").value_or("");
    return {};
}

Result<> Download::take(ByteView bytes) {
    if (bytes.size() > missing_.length) return Error(Fault::corrupt, "the store sends more than was asked for");
    if (bytes.empty()) return {};
    TRY(sink_(bytes));
    missing_.offset += bytes.size();
    missing_.length -= bytes.size();
    return {};
}

}  // namespace slipway::s3
