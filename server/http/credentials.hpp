#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>

namespace slipway::http {

/// The token of `Authorization: Bearer TOKEN`, or the password of `Basic` (any user name, also an empty one). Nothing
/// when there is none, it is empty or cannot be read.
std::optional<std::string> token_of(const Headers& headers);

}  // namespace slipway::http
