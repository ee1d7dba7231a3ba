#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <string>

namespace slipway {

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(ByteView bytes);

/// The inverse of `to_hex`; it accepts upper case, too. Returns nothing for an odd length or another character.
std::optional<std::string> from_hex(std::string_view digits);

}  // namespace slipway
