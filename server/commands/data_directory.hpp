#pragma once

#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/files/directory_lock.hpp"
#include "storage/files/posix_file_system.hpp"
#include "storage/segments/segment_store.hpp"

#include <memory>

namespace slipway::server {

/// The stores of a data directory that exists, opened by a command.
struct DataDirectory {
    /// Alone: nobody else may use the directory meanwhile. Faults: busy (in use), not_found (no catalog there), and
    /// those of opening it.
    static Result<std::unique_ptr<DataDirectory>> open_alone(const storage::Path& path);
    /// To read, also beside the daemon. Faults: as above but busy.
    static Result<std::unique_ptr<DataDirectory>> open_beside(const storage::Path& path);

    storage::PosixFileSystem files;
    std::unique_ptr<storage::DirectoryLock> lock{};  // null beside the daemon
    std::unique_ptr<storage::Catalog> catalog{};
    std::unique_ptr<storage::BlobStore> blobs{};
    std::unique_ptr<storage::SegmentStore> segments{};
};

/// The catalog alone, to be written beside the daemon. Faults: not_found, and those of opening it.
Result<std::unique_ptr<storage::Catalog>> open_catalog(const storage::Path& data);

}  // namespace slipway::server
