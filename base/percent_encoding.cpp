#include "base/percent_encoding.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"

namespace slipway {
namespace {

constexpr std::string_view upper_digits = "0123456789ABCDEF";

bool is_unreserved(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

}  // namespace

std::string percent_encode(std::string_view text, std::string_view keep) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c) || keep.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += upper_digits[byte >> 4U];
        out += upper_digits[byte & 15U];
    }
    return out;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto byte = from_hex(text.substr(i + 1, 2));
        if (!byte) return std::nullopt;
        out += *byte;
        i += 2;
    }
    return out;
}

std::string encoded_path(std::string_view path) { return percent_encode(path, "/+"); }

}  // namespace slipway
