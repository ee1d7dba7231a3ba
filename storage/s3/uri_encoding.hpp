#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::s3 {

/// Parameters of a query, not encoded. A parameter without a value has an empty one: "uploads" is sent as "uploads=".
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Encodes every byte but letters, digits and "-._~" as "%" and two upper-case digits, like AWS's UriEncode.
std::string uri_encode(std::string_view text);

/// Does the same for a path, in which "/" stays.
std::string uri_encode_path(std::string_view path);

/// Returns the canonical query string: names and values are encoded, then sorted.
std::string canonical_query(const Parameters& parameters);

}  // namespace slipway::s3
