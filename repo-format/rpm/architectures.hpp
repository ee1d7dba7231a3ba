#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipway::rpm {

/// The architectures that rpm knows (its `rpmrc`), which the ARCH of a package may be, as well as "noarch".
std::vector<std::string> known_architectures();
/// Whether a package may have it: one of these, "noarch" or "src".
bool is_known_architecture(std::string_view name);
/// Returns the architecture that was probably meant, which may be "noarch".
std::string nearest_architecture(std::string_view name);

/// The results of `basearch_of`: what dnf may substitute for $basearch, and "source".
std::vector<std::string> known_basearches();
bool is_known_basearch(std::string_view name);
std::string nearest_basearch(std::string_view name);

}  // namespace slipway::rpm
