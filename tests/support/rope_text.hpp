#pragma once

#include "base/rope.hpp"

#include <string>

namespace slipway::testing {

/// The bytes of the file that a rope stands for.
std::string text_of(const Rope& rope);

}  // namespace slipway::testing
