#include "publishing/model/urls.hpp"

#include "repo-format/formats/package_format.hpp"

#include <fmt/format.h>

namespace slipway::publishing {

std::string package_path(const PackagePlace& place, const storage::PackageRow& package) {
    const auto in_distro =
        formats::of(package.format)
            .package_path({place.channel, place.index.component, place.index.architecture}, listed_file(package));
    return fmt::format("/{}/{}/{}", place.repository, place.distro.name, in_distro);
}

formats::ListedFile listed_file(const storage::PackageRow& package) {
    return {package.source, package.file_name, {package.sha256, package.size}};
}

formats::PackageView view_of(const storage::PackageRow& package) {
    return {package.name,         package.version, package.architecture,
            listed_file(package), package.weight,  package.documents};
}

std::string base_url(std::string_view public_url, std::string_view repository, std::string_view distro,
                     std::string_view snapshot) {
    std::string url(public_url);
    url.append("/").append(repository).append("/").append(distro);
    if (!snapshot.empty()) url.append("/snapshots/").append(snapshot);
    return url;
}

}  // namespace slipway::publishing
