#pragma once

#include "publishing/model/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// The destination of an uploaded file, as the request named it.
struct Destination {
    std::vector<std::string> distros;  // empty: the default distro of the file's format
    std::string component;             // empty: the distro's first component (deb)
};

/// Returns the distros that a file of this format goes to. Faults: not_found, invalid_input (wrong-format,
/// ambiguous-distro).
Result<std::vector<const storage::DistroRow*>> resolve_distros(const RepositoryState& repository, Format format,
                                                               const Destination& destination);

/// Returns the component that a package goes to: the distro's first if none is named, "" for rpm. Faults: invalid_input
/// "unknown-component".
Result<std::string> resolve_component(const storage::DistroRow& distro, const std::string& component);

/// Makes the checks that need no byte of the file: the ending of its name, and the destination. Faults: unsupported
/// "unsupported-format" (no format has the ending); those of the two functions above.
Result<> check_destination(const RepositoryState& repository, std::string_view file_name,
                           const Destination& destination);

}  // namespace slipway::publishing
