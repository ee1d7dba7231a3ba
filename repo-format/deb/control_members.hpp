#pragma once

#include "base/result.hpp"

#include <string_view>

namespace slipway::deb {

/// Checks the text of `conffiles` in a control archive as dpkg does when it unpacks the package.
/// Faults: invalid_input (code "invalid-package", naming the line).
Result<> check_conffiles(std::string_view text);

/// The same for `triggers`.
Result<> check_triggers(std::string_view text);

}  // namespace slipway::deb
