#pragma once

#include <string>
#include <string_view>

namespace slipway::publishing {

/// The `{base}` of a repository and distro: "{public_url}/{repo}/{distro}"; of a past state, with the id that names it,
/// "{public_url}/{repo}/{distro}/snapshots/{id}".
std::string base_url(std::string_view public_url, std::string_view repository, std::string_view distro,
                     std::string_view snapshot = {});

}  // namespace slipway::publishing
