// What AWS calls UriEncode and CanonicalQueryString ("Create a signed AWS API request",
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). A request is sent with
// the very characters that were signed, so these functions make the URL as well as what is signed.
#include "storage/s3/uri_encoding.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway::s3 {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_unreserved(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

std::string encode_but(std::string_view kept, std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace

std::string uri_encode(std::string_view text) { return encode_but("", text); }
std::string uri_encode_path(std::string_view path) { return encode_but("/", path); }

std::string canonical_query(const Parameters& parameters) {
    Parameters encoded;
    encoded.reserve(parameters.size());
    for (const auto& [name, value] : parameters) encoded.emplace_back(uri_encode(name), uri_encode(value));
    std::sort(encoded.begin(), encoded.end());
    std::string query;
    for (const auto& [name, value] : encoded) {
        if (!query.empty()) query += '&';
        query.append(name).append("=").append(value);
    }
    return query;
}

}  // namespace slipway::s3
