#pragma once

#include "publishing/model/model.hpp"

#include <string>
#include <string_view>

namespace slipway::publishing {

/// Where a package is listed: what its path depends on beside the package.
struct PackagePlace {
    std::string_view repository;
    const storage::DistroRow& distro;
    std::string_view channel;
    const IndexKey& index;
};

/// The path of a package below the server's root, not encoded: "/main/deb/pool/…", "/main/rpm/dev/x86_64/packages/…".
std::string package_path(const PackagePlace& place, const storage::PackageRow& package);

}  // namespace slipway::publishing
