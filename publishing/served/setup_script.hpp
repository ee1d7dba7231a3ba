#pragma once

#include "publishing/model/model.hpp"

#include <string>
#include <string_view>

namespace slipway::publishing {

/// Returns the script that sets up a client of a channel for one distro. If `distro` is null, the script chooses one by
/// `--distro`, /etc/os-release, or the default distro of the machine's package format. The other parameters are as in
/// setup_files.hpp.
std::string setup_script(const RepositoryState& repository, const storage::DistroRow* distro, std::string_view channel,
                         std::string_view public_url, std::string_view snapshot = {});

}  // namespace slipway::publishing
