#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::publishing {

enum class NameOf : unsigned char { repository, distro, channel, component, architecture, pin };

/// Checks a name by the rules of docs/http-api.md (`[a-z0-9][a-z0-9._-]{0,62}`, reserved words and endings; components
/// and architectures by Debian's own syntax; a pin not like another snapshot id). Faults: invalid_input "invalid-name"
/// with the nearest allowed name in the message.
Result<> check_name(NameOf kind, std::string_view name);

/// `Origin`: `[A-Za-z0-9 ._-]{1,64}`. Faults: invalid_input "invalid-name".
Result<> check_origin(std::string_view origin);

/// Text for people that may have lines, without control characters. Faults: invalid_input "invalid-field".
Result<> check_description(std::string_view description);

}  // namespace slipway::publishing
