#pragma once

#include "storage/identity/catalog_place.hpp"

namespace slipway::storage {

/// `DATA/slipway.db`.
class SqlitePlace final : public CatalogPlace {
public:
    using CatalogPlace::CatalogPlace;

    std::string name() const override { return "slipway.db"; }
    bool is_in_directory() const override { return true; }
    Result<CatalogContents> look(FileSystem& files) const override;
    Result<std::unique_ptr<Catalog>> open(OpenMode mode) const override;
    std::string way_back() const override;
    std::string way_to_its_own() const override;
    std::string way_to_begin() const override;
    std::string absence() const override;
    std::string cause_of_lost_commits(FileSystem& files) const override;
};

}  // namespace slipway::storage
