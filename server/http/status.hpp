#pragma once

#include <string_view>

namespace slipway::http {

/// Returns the reason phrase of a status, such as "Not Found", or "Unknown" for one that this server never sends.
std::string_view reason_of(unsigned status);

}  // namespace slipway::http
