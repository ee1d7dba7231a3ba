#include "publishing/model/urls.hpp"

#include "repo-format/deb/pool_path.hpp"

#include <fmt/format.h>

namespace slipway::publishing {

std::string package_path(const PackagePlace& place, const storage::PackageRow& package) {
    const auto base = fmt::format("/{}/{}/", place.repository, place.distro.name);
    if (package.format == "deb")
        return base + deb::pool_path(place.index.component, package.source, package.sha256, package.file_name);
    return fmt::format("{}{}/{}/packages/{}/{}", base, place.channel, place.index.architecture,
                       package.sha256.hex().substr(0, 16), package.file_name);
}

std::string base_url(std::string_view public_url, std::string_view repository, std::string_view distro,
                     std::string_view snapshot) {
    std::string url(public_url);
    url.append("/").append(repository).append("/").append(distro);
    if (!snapshot.empty()) url.append("/snapshots/").append(snapshot);
    return url;
}

}  // namespace slipway::publishing
