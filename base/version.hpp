#pragma once

#include <string_view>

namespace slipway {

/// The version of this program, as CMakeLists.txt has it.
std::string_view version();

}  // namespace slipway
