#pragma once

#include "publishing/intake/ingest.hpp"

#include <string>
#include <string_view>

namespace slipway::api {

/// `?distro=bookworm,trixie&component=main`. Faults: invalid_input "invalid-name" for an empty or malformed name.
Result<publishing::Destination> destination_of(std::string_view distros, std::string_view component);

/// Parses the target that a form's field names: `{distro}` or `{distro}/{component}`; `package` and `file` mean
/// `otherwise`.
Result<publishing::Destination> destination_of_field(std::string_view field, const publishing::Destination& otherwise);

/// Returns the last segment of a name that a client sent, by either slash.
std::string_view base_name(std::string_view file_name);

}  // namespace slipway::api
