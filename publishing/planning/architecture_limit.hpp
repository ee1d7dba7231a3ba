#pragma once

#include "publishing/planning/planning.hpp"

#include <set>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Architectures by distro.
using NeededArchitectures = std::set<std::pair<RowId, std::string>>;

/// Checks that the channel stays within its limit of indexes for architectures that its distros do not declare.
/// `needed` are such architectures of packages that are to enter; there is at least one. Faults: invalid_input
/// "too-many-architectures".
Result<> check_extra_architectures(const Planning& planning, const ChannelDraft& draft,
                                   const NeededArchitectures& needed);

}  // namespace slipway::publishing
