#pragma once

#include "publishing/model/model.hpp"
#include "repo-format/formats/index_kind.hpp"

#include <string>
#include <string_view>

namespace slipway::publishing {

/// Where a package is listed. Its path depends on this and on the package.
struct PackagePlace {
    std::string_view repository;
    const storage::DistroRow& distro;
    std::string_view channel;
    const IndexKey& index;
};

/// The path of a package below the server's root, not encoded: "/main/deb/pool/…", "/main/rpm/dev/x86_64/packages/…".
std::string package_path(const PackagePlace& place, const storage::PackageRow& package);

/// Two views of a package: its format needs the first for paths, the kinds of index need the second for lists and
/// documents. Both point into the row.
formats::ListedFile listed_file(const storage::PackageRow& package);
formats::PackageView view_of(const storage::PackageRow& package);

/// Returns the `{base}` of a repository and distro: "{public_url}/{repo}/{distro}". For a past state it ends in
/// "/snapshots/{id}", where `snapshot` is the id.
std::string base_url(std::string_view public_url, std::string_view repository, std::string_view distro,
                     std::string_view snapshot = {});

}  // namespace slipway::publishing
