#pragma once

#include "cli/client.hpp"
#include "cli/place.hpp"

namespace slipway::cli {

/// The SHA-256 of the packages that are meant by "NAME", "NAME=VERSION" or a SHA-256 itself, each once: of a name
/// all architectures the channel has, in all distros or in this one.
/// Faults: not_found when the channel has none; invalid_input "usage" for a name without a version of which a distro
/// has several versions; as `Client::get_pages`.
Result<std::vector<std::string>> find_packages(Client& client, const ChannelPlace& channel,
                                               const std::vector<std::string>& names, const std::string& distro = {});

}  // namespace slipway::cli
