#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"

#include <unordered_map>

namespace slipway::publishing {

/// The packages of a publication under way with their texts, by digest.
using PendingPackages = std::unordered_map<Sha256, SharedPackage>;

/// Reads packages with their texts.
class PackageReader {
public:
    PackageReader() = default;
    PackageReader(const PackageReader&) = delete;
    PackageReader& operator=(const PackageReader&) = delete;
    virtual ~PackageReader() = default;

    /// Reads a package by the digest that is served. Faults: corrupt (there is no such package, or its texts are
    /// damaged), io.
    virtual Result<SharedPackage> read(const Sha256& sha256) const = 0;
};

/// Reads the packages of a repository, as one transaction sees them. Blocks.
class StoredPackages final : public PackageReader {
public:
    StoredPackages(const storage::ReadTransaction& tx, RowId repository) : tx_(tx), repository_(repository) {}

    Result<SharedPackage> read(const Sha256& sha256) const override;

private:
    const storage::ReadTransaction& tx_;
    RowId repository_;
};

}  // namespace slipway::publishing
