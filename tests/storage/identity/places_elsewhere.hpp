#pragma once

#include "storage/identity/catalog_place.hpp"
#include "storage/identity/objects_place.hpp"
#include "storage/identity/sqlite_place.hpp"

#include <string>
#include <utility>

namespace slipway::testing {

/// A bucket in memory, as the rules of identity see one.
class MemoryObjects final : public storage::ObjectsPlace {
public:
    explicit MemoryObjects(std::string name = "s3://packages/prod") : name_(std::move(name)) {}

    std::string name() const override { return name_; }
    Result<storage::ObjectsContents> look() const override { return contents; }
    Result<> mark(const std::string& id, const std::optional<std::string>& seen) const override {
        if (is_quicker_taken || contents.id != seen)
            return Error(Fault::unsupported, name_ + " was taken at this moment");
        contents.id = id;
        return {};
    }

    mutable storage::ObjectsContents contents{};
    bool is_quicker_taken = false;  // by another catalog, between a look and a mark

private:
    const std::string name_;
};

/// A catalog outside of the data directory, as in a database: for the test, in a file of another directory.
class CatalogElsewhere final : public storage::CatalogPlace {
public:
    CatalogElsewhere(Path data, Path where) : CatalogPlace(std::move(data)), file_(std::move(where)) {}

    std::string name() const override { return "postgresql://db/slipway"; }
    bool is_in_directory() const override { return false; }
    Result<storage::CatalogContents> look(FileSystem& files) const override { return file_.look(files); }
    Result<std::unique_ptr<storage::Catalog>> open(storage::OpenMode mode) const override { return file_.open(mode); }
    std::string way_back() const override { return "Is it the wrong database?"; }
    std::string way_to_its_own() const override { return "Name the right database"; }
    std::string way_to_begin() const override { return "drop the database"; }
    std::string absence() const override { return "the database holds no catalog"; }
    std::string cause_of_lost_commits(FileSystem&) const override { return "it was brought back"; }

private:
    const storage::SqlitePlace file_;
};

}  // namespace slipway::testing
