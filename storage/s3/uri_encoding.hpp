#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::s3 {

/// Parameters of a query, not encoded. A name without a value has an empty one: "uploads" is sent as "uploads=".
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Percent-encoded as AWS's UriEncode does: every byte but letters, digits and "-._~", in upper case.
std::string uri_encode(std::string_view text);

/// The same for a path, in which "/" stays.
std::string uri_encode_path(std::string_view path);

/// The canonical query string: encoded, and sorted by what that makes of names and values.
std::string canonical_query(const Parameters& parameters);

}  // namespace slipway::s3
