#pragma once

#include <string_view>

namespace slipway {

/// The version of this program; cmake/version.cmake determines it.
std::string_view version();

}  // namespace slipway
