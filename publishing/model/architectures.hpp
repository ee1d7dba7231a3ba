#pragma once

#include "base/result.hpp"

#include <string_view>

namespace slipway::publishing {

/// Whether dpkg or rpm knows the architecture of a package ("all", "noarch", "src" too), or of a distro's declaration,
/// where rpm's are basearches. Faults: invalid_input "unknown-architecture", naming the nearest known one.
Result<> check_package_architecture(std::string_view format, std::string_view architecture);
Result<> check_declared_architecture(std::string_view format, std::string_view architecture);

}  // namespace slipway::publishing
