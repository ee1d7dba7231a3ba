#pragma once

#include "base/files/directory_lock.hpp"
#include "base/files/posix_file_system.hpp"
#include "base/log.hpp"
#include "publishing/directory/stores.hpp"
#include "storage/catalog/catalog.hpp"

#include <memory>

namespace slipway::publishing {

using storage::Catalog;

/// The stores of a data directory that exists, opened by a command.
struct DataDirectory {
    /// Alone: nobody else may use the directory meanwhile; SQLite's log goes into the catalog at the end. Faults: busy
    /// (in use), not_found (no catalog there), unsupported (a lost or another directory's catalog, a store that is not
    /// mounted, another catalog's bucket), forbidden, and those of opening it.
    static Result<std::unique_ptr<DataDirectory>> open_alone(const Path& path, const StoreOptions& stores = {});
    /// To read, also beside the daemon; a catalog that has lost commits, too, so that fsck can tell of it. Faults: as
    /// above but busy.
    static Result<std::unique_ptr<DataDirectory>> open_beside(const Path& path, const StoreOptions& stores = {});

    DataDirectory() = default;
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;
    ~DataDirectory();

    SystemClock clock;
    PosixFileSystem files;
    std::unique_ptr<DirectoryLock> lock{};  // null beside the daemon
    std::unique_ptr<storage::Catalog> catalog{};
    Stores stores{};
};

/// The catalog alone, to be read, also beside the daemon. Faults: as `DataDirectory::open_beside`.
Result<std::unique_ptr<storage::Catalog>> open_catalog_to_read(const Path& data);

/// The catalog alone, to be written beside the daemon, which may be of another release: its schema stays. Faults:
/// not_found, unsupported (also another release's schema), forbidden, and those of opening it.
Result<std::unique_ptr<storage::Catalog>> open_catalog(const Path& data);

/// The same, and its events go to standard error as the daemon's do.
Result<std::unique_ptr<storage::Catalog>> open_catalog_to_write(const Path& data, LogFormat format);

}  // namespace slipway::publishing
