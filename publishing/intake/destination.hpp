#pragma once

#include "publishing/model/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// Where an uploaded file is to go, as the request said it.
struct Destination {
    std::vector<std::string> distros;  // empty: the default distro of the file's format
    std::string component;             // empty: the distro's first component (deb)
};

/// The distros a file of this format goes to. Faults: not_found, invalid_input (wrong-format, ambiguous-distro).
Result<std::vector<const storage::DistroRow*>> resolve_distros(const RepositoryState& repository, Format format,
                                                               const Destination& destination);

/// The component a package goes to: the distro's first where none is named; "" for rpm. Faults: invalid_input
/// "unknown-component".
Result<std::string> resolve_component(const storage::DistroRow& distro, const std::string& component);

/// The checks that need no byte of the file: its name's ending (`.deb`, `.rpm`; else 422 unsupported-format), the
/// destination (unknown distro 404, wrong-format, ambiguous-distro, unknown-component).
Result<> check_destination(const RepositoryState& repository, std::string_view file_name,
                           const Destination& destination);

}  // namespace slipway::publishing
