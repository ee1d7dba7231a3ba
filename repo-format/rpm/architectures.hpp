#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipway::rpm {

/// The architectures rpm knows (its `rpmrc`): what the ARCH of a package may be, besides "noarch".
std::vector<std::string> known_architectures();
/// Whether a package may have it: one of these, "noarch" or "src".
bool is_known_architecture(std::string_view name);
/// The one that was probably meant; may be "noarch".
std::string nearest_architecture(std::string_view name);

/// What `basearch_of` makes of them: what dnf may put in place of $basearch, and "source".
std::vector<std::string> known_basearches();
bool is_known_basearch(std::string_view name);
std::string nearest_basearch(std::string_view name);

}  // namespace slipway::rpm
