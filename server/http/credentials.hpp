#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>

namespace slipway::http {

/// Returns the token of `Authorization: Bearer TOKEN`, or the password of `Basic` (with any user name, even an empty
/// one). Returns nothing if there is none, or if it is empty or cannot be read.
std::optional<std::string> token_of(const Headers& headers);

}  // namespace slipway::http
