#pragma once

#include <string_view>

namespace slipway::http {

/// The reason phrase of a status, e.g. "Not Found"; "Unknown" for one this server never sends.
std::string_view reason_of(unsigned status);

}  // namespace slipway::http
