#include "server/http/credentials.hpp"

#include "base/text.hpp"

#include <cstdint>

namespace slipway::http {
namespace {

int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

/// Padding may be left out, as some clients do.
std::optional<std::string> base64_decode(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const int value = base64_value(c);
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<char>(bits >> count & 0xff));
    }
    return out;
}

std::optional<std::string> password_of(std::string_view encoded) {
    const auto pair = base64_decode(encoded);
    if (!pair) return std::nullopt;
    const auto colon = pair->find(':');
    if (colon == std::string::npos) return std::nullopt;
    return pair->substr(colon + 1);
}

}  // namespace

std::optional<std::string> token_of(const Headers& headers) {
    const auto field = headers.find("Authorization");
    if (!field) return std::nullopt;
    const auto space = field->find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto scheme = field->substr(0, space);
    const auto value = trimmed(field->substr(space + 1));

    std::optional<std::string> token;
    if (equal_ignoring_case(scheme, "Bearer")) token = std::string(value);
    if (equal_ignoring_case(scheme, "Basic")) token = password_of(value);
    if (token && token->empty()) return std::nullopt;
    return token;
}

}  // namespace slipway::http
