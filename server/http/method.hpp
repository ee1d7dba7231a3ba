#pragma once

#include "server/http/message.hpp"

#include <string_view>

namespace slipway::http {

/// The inverse of `name_of`; `other` for every method this server does not know. Methods are case-sensitive.
Method parse_method(std::string_view name);

}  // namespace slipway::http
