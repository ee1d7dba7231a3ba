#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway {

/// Decodes base64 (RFC 4648, section 4). Padding may be missing, because some clients leave it out. Returns nothing if
/// there is another character.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace slipway
