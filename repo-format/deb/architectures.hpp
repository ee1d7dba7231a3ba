#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipway::deb {

/// The architectures that dpkg knows (`dpkg-architecture -L`), which the Architecture of a binary package may be, as
/// well as "all".
std::vector<std::string> known_architectures();
bool is_known_architecture(std::string_view name);
/// Returns the architecture that was probably meant, which may be "all".
std::string nearest_architecture(std::string_view name);

}  // namespace slipway::deb
