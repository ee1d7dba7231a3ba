#include "storage/s3/object_key.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::s3 {
namespace {

constexpr std::size_t longest_key = 1024;

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }
bool is_rewritten(std::string_view segment) { return segment.empty() || segment == "." || segment == ".."; }

}  // namespace

bool is_key_path(std::string_view path) {
    const auto segments = split(path, '/');
    return path.size() <= longest_key && is_valid_utf8(path) && std::none_of(path.begin(), path.end(), is_control) &&
           std::none_of(segments.begin(), segments.end(), is_rewritten);
}

Result<ObjectKey> ObjectKey::parse(std::string_view text) {
    if (!is_key_path(text)) return Error(Fault::invalid_input, fmt::format("\"{}\" cannot name an object", text));
    return ObjectKey(std::string(text));
}

}  // namespace slipway::s3
