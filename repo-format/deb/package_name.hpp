#pragma once

#include <string_view>

namespace slipway::deb {

/// Whether dpkg accepts the name of a package (pkg_name_is_invalid in lib/dpkg/parsehelp.c): a letter or digit, then
/// these and "-+._". Such a name can be part of a path.
bool is_package_name(std::string_view text);
/// Whether Debian policy 5.6.1 accepts the name: at least two characters, without upper case and '_'.
bool is_policy_name(std::string_view text);
/// Whether dpkg accepts the name of an architecture, known or not: a letter or digit, then these and '-'.
bool is_architecture_name(std::string_view text);

}  // namespace slipway::deb
