// What AWS calls UriEncode and CanonicalQueryString ("Create a signed AWS API request",
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). A request is sent with
// the very characters that were signed, so these functions make the URL as well as what is signed.
#include "storage/s3/uri_encoding.hpp"

#include "base/percent_encoding.hpp"

#include <algorithm>

namespace slipway::s3 {
std::string uri_encode(std::string_view text) { return percent_encode(text); }
std::string uri_encode_path(std::string_view path) { return percent_encode(path, "/"); }

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
