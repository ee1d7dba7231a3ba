#include "server/http/credentials.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

namespace slipway::http {
namespace {

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
