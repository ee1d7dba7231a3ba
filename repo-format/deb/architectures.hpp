#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipway::deb {

/// The architectures dpkg knows (`dpkg-architecture -L`): what the Architecture of a binary package may be, besides
/// "all".
std::vector<std::string> known_architectures();
bool is_known_architecture(std::string_view name);
/// The one that was probably meant; may be "all".
std::string nearest_architecture(std::string_view name);

}  // namespace slipway::deb
