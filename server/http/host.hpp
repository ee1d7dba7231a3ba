#pragma once

#include <string_view>

namespace slipway::http {

/// Whether `value` may stand in a URL that this server writes: a name, an IPv4 address or a bracketed IPv6 address,
/// with an optional port. No user information, no other characters.
bool is_valid_host(std::string_view value);

}  // namespace slipway::http
