#pragma once

#include "publishing/content/package_reader.hpp"
#include "publishing/rendering/publisher_counters.hpp"

namespace slipway::publishing {

/// Reads the packages of a publication under way, and those of the catalog; counts the latter.
class PackagesToRender final : public PackageReader {
public:
    PackagesToRender(const PendingPackages& pending, const storage::ReadTransaction& tx, RowId repository,
                     PublisherCounters& counts)
        : pending_(pending), stored_(tx, repository), counts_(counts) {}

    Result<SharedPackage> read(const Sha256& sha256) const override;

private:
    const PendingPackages& pending_;
    const StoredPackages stored_;
    PublisherCounters& counts_;
};

}  // namespace slipway::publishing
