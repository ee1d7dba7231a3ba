#pragma once

#include "base/result.hpp"

#include <compare>
#include <string_view>

namespace slipway::deb {

/// dpkg's order of versions (lib/dpkg/version.c): epoch, then upstream version, then revision; digit runs of any
/// length. `equivalent` for different spellings of one version ("1.0", "1.0-0"). Accepts any text.
std::weak_ordering compare_versions(std::string_view a, std::string_view b);

/// Checks the syntax of Debian policy 5.6.12 as dpkg enforces it. Faults: invalid_input, with the offending place.
Result<> check_version(std::string_view version);

/// The version without its epoch, as it stands in file names.
std::string_view without_epoch(std::string_view version);

}  // namespace slipway::deb
