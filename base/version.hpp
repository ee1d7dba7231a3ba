#pragma once

#include <string_view>

namespace slipway {

/// The version of this program, as cmake/version.cmake finds it.
std::string_view version();

}  // namespace slipway
