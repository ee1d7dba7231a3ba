#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway {

/// Escapes everything but unreserved characters (RFC 3986, section 2.3) and those of `keep`, as "%" and two upper-case
/// digits. `percent_decode` is the inverse.
std::string percent_encode(std::string_view text, std::string_view keep = "");

/// Replaces every %XX once. Returns nothing for an incomplete or non-hexadecimal escape.
std::optional<std::string> percent_decode(std::string_view text);

/// A decoded path ("/main/deb/pool/…") as it stands in a URL. A '+' stays: package managers send it both ways.
std::string encoded_path(std::string_view path);

}  // namespace slipway
