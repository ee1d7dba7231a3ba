#pragma once

#include "storage/identity/catalog_place.hpp"
#include "storage/postgresql/settings.hpp"

namespace slipway::storage {

/// A database of PostgreSQL.
class PostgresqlPlace final : public CatalogPlace {
public:
    PostgresqlPlace(Path data, const std::string& url);

    std::string name() const override { return name_; }
    bool is_in_directory() const override { return false; }
    Result<CatalogContents> look(FileSystem& files) const override;
    Result<std::unique_ptr<Catalog>> open(OpenMode mode) const override;
    /// By the connections of other processes of this program.
    Result<bool> is_in_use() const override;
    std::string way_back() const override;
    std::string way_to_its_own() const override;
    std::string way_to_begin() const override;
    std::string absence() const override;
    std::string cause_of_lost_commits(FileSystem& files) const override;

private:
    const PostgresqlSettings settings_;
    const std::string name_;
};

}  // namespace slipway::storage
