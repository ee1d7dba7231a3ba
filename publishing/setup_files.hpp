#pragma once

#include <string>
#include <string_view>

#include "publishing/model.hpp"

namespace slipway::publishing {

/// The client set-up files of a channel, rendered from the repository's state (docs/http-api.md, "Set-up files").
/// `public_url` without a slash at its end.
std::string sources_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                         std::string_view public_url);
std::string repo_file(const RepositoryState& repository, const storage::DistroRow& distro, std::string_view channel,
                      std::string_view public_url);
/// The script for one distro, or (`distro` null) the one that chooses by `--distro`, /etc/os-release, or the default
/// distro of the machine's package format.
std::string setup_script(const RepositoryState& repository, const storage::DistroRow* distro, std::string_view channel,
                         std::string_view public_url);

}  // namespace slipway::publishing
