#pragma once

#include <string_view>

namespace slipway::deb {

/// What dpkg takes for the name of a package (pkg_name_is_invalid in lib/dpkg/parsehelp.c): a letter or digit, then
/// these and "-+._". Such a name can stand in a path.
bool is_package_name(std::string_view text);
/// What Debian policy 5.6.1 takes for one: two characters at least, neither upper case nor '_'.
bool is_policy_name(std::string_view text);
/// What dpkg takes for the name of an architecture, known or not: a letter or digit, then these and '-'.
bool is_architecture_name(std::string_view text);

}  // namespace slipway::deb
