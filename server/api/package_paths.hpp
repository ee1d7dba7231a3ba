#pragma once

#include "publishing/model/model.hpp"

#include <string>
#include <string_view>

namespace slipway::api {

/// Where a package is listed: what its path depends on beside the package.
struct PackagePlace {
    std::string_view repository;
    const storage::DistroRow& distro;
    std::string_view channel;
    const publishing::IndexKey& index;
};

/// The path of a package below the server's root, not encoded: "/main/deb/pool/…", "/main/rpm/dev/x86_64/packages/…".
std::string package_path(const PackagePlace& place, const storage::PackageRow& package);

/// A path as it stands in a URL.
std::string encoded_path(std::string_view path);

}  // namespace slipway::api
