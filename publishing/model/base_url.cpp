#include "publishing/model/base_url.hpp"

namespace slipway::publishing {

std::string base_url(std::string_view public_url, std::string_view repository, std::string_view distro,
                     std::string_view snapshot) {
    std::string url(public_url);
    url.append("/").append(repository).append("/").append(distro);
    if (!snapshot.empty()) url.append("/snapshots/").append(snapshot);
    return url;
}

}  // namespace slipway::publishing
