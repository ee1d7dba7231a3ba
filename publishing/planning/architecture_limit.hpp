#pragma once

#include "publishing/planning/planning.hpp"

#include <set>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Architectures by distro.
using NeededArchitectures = std::set<std::pair<RowId, std::string>>;

/// Packages of architectures that their distros do not declare give the channel indexes, of which it may have so many.
/// `needed` are such architectures, at least one. Faults: invalid_input "too-many-architectures".
Result<> check_extra_architectures(const Planning& planning, const ChannelDraft& draft,
                                   const NeededArchitectures& needed);

}  // namespace slipway::publishing
