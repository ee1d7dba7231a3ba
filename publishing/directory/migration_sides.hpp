#pragma once

#include "base/clock.hpp"
#include "base/files/directory_lock.hpp"
#include "base/files/posix_file_system.hpp"
#include "publishing/directory/migration_places.hpp"
#include "publishing/directory/stores.hpp"

#include <memory>
#include <string>

namespace slipway::publishing {

/// Both sides of a migration, opened, and nobody else has them. The catalog that is left says where the server goes;
/// one that is filled says that it is not whole.
class MigrationSides {
public:
    /// Judges both sides before it writes to one of them. `places` outlive the result. Blocks. Faults: as of `migrate`.
    static Result<std::unique_ptr<MigrationSides>> open(const MigrationPlaces& places);
    MigrationSides(const MigrationSides&) = delete;
    MigrationSides& operator=(const MigrationSides&) = delete;
    ~MigrationSides();

    const std::string& id() const { return id_; }
    storage::Catalog& source() const { return *source_catalog_; }
    /// The same as `source` if the catalog stays.
    storage::Catalog& target() const { return target_catalog_ ? *target_catalog_ : *source_catalog_; }
    FileSystem& files() { return files_; }
    const OpenPlaces& source_places() const { return source_; }
    const OpenPlaces& target_places() const { return target_; }

    /// Makes the target a server that can be started, when all is there. Blocks. Faults: storage_full, busy, io.
    Result<> finish();

private:
    explicit MigrationSides(const MigrationPlaces& places) : places_(places) {}

    Result<> take_locks();
    Result<> open_source();
    Result<> judge_target();
    Result<> open_target();
    Result<> mark_target();
    Result<> leave_source();
    Result<> copy_token_files();

    const MigrationPlaces& places_;
    SystemClock clock_;
    PosixFileSystem files_;
    std::unique_ptr<DirectoryLock> source_lock_;
    std::unique_ptr<DirectoryLock> target_lock_;  // null if both have one directory
    OpenPlaces source_;
    OpenPlaces target_;
    std::string id_;
    std::unique_ptr<storage::Catalog> source_catalog_;
    std::unique_ptr<storage::Catalog> target_catalog_;  // null if the catalog stays
};

}  // namespace slipway::publishing
