#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"

namespace slipway::publishing {

/// Reads packages with their texts.
class PackageReader {
public:
    PackageReader() = default;
    PackageReader(const PackageReader&) = delete;
    PackageReader& operator=(const PackageReader&) = delete;
    virtual ~PackageReader() = default;

    /// By the digest that is served. Faults: corrupt (there is no such package, or its texts are damaged), io.
    virtual Result<SharedPackage> read(const Sha256& sha256) const = 0;
};

/// The packages of a repository, as one transaction sees them. Blocks.
class StoredPackages final : public PackageReader {
public:
    StoredPackages(const storage::ReadTransaction& tx, RowId repository) : tx_(tx), repository_(repository) {}

    Result<SharedPackage> read(const Sha256& sha256) const override;

private:
    const storage::ReadTransaction& tx_;
    RowId repository_;
};

}  // namespace slipway::publishing
