#pragma once

#include "base/files/directory_lock.hpp"
#include "base/files/posix_file_system.hpp"
#include "base/log.hpp"
#include "publishing/directory/stores.hpp"
#include "storage/catalog/catalog.hpp"

#include <memory>

namespace slipway::publishing {

using storage::Catalog;

/// The stores of an existing data directory, opened by a command.
struct DataDirectory {
    /// Opens the directory alone: nobody else may use it meanwhile. SQLite's log goes into the catalog at the end.
    /// Faults: busy (in use), not_found (no catalog there), unsupported (the catalog is lost or another directory's, a
    /// store is not mounted, or the bucket belongs to another catalog), forbidden, and those of opening it.
    static Result<std::unique_ptr<DataDirectory>> open_alone(const StorePlaces& places);
    /// Opens the directory for reading; the daemon may run meanwhile. Opens also a catalog that has lost commits, so
    /// that fsck can report it. Faults: those above except busy.
    static Result<std::unique_ptr<DataDirectory>> open_to_read(const StorePlaces& places);

    DataDirectory() = default;
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;
    ~DataDirectory();

    SystemClock clock;
    PosixFileSystem files;
    OpenPlaces places{};
    std::unique_ptr<DirectoryLock> lock{};  // null if opened for reading
    std::unique_ptr<storage::Catalog> catalog{};
    Stores stores{};
};

/// Opens the catalog alone for reading, while the daemon may run. Faults: those of `open_catalog`.
Result<std::unique_ptr<storage::Catalog>> open_catalog_to_read(const StorePlaces& places);

/// Opens the catalog alone, while the daemon may run. The daemon may be of another release, so the schema is not
/// changed. Faults: not_found, unsupported (also the schema of another release), forbidden, and those of opening it.
Result<std::unique_ptr<storage::Catalog>> open_catalog(const StorePlaces& places);

/// Does the same, and writes the events to standard error, like the daemon.
Result<std::unique_ptr<storage::Catalog>> open_catalog_to_write(const StorePlaces& places, LogFormat format);

}  // namespace slipway::publishing
