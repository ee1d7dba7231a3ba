#include "server/commands/data_directory.hpp"

namespace slipway::server {
namespace {

/// Opening to write would make an empty catalog.
Result<storage::Path> catalog_in(const storage::Path& data) {
    storage::PosixFileSystem files;
    auto path = data / "slipway.db";
    const bool exists = TRY(files.exists(path));
    if (!exists) return Error(Fault::not_found, data.string() + " is no data directory: it has no slipway.db");
    return path;
}

}  // namespace

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_alone(const storage::Path& path) {
    const auto catalog = TRY(catalog_in(path));
    auto directory = std::make_unique<DataDirectory>();
    directory->lock = TRY(storage::DirectoryLock::take(path));
    directory->catalog = TRY(storage::Catalog::open(catalog));
    directory->blobs = TRY(storage::BlobStore::open(directory->files, path));
    directory->segments = TRY(storage::SegmentStore::open(directory->files, path));
    return directory;
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_beside(const storage::Path& path) {
    const auto catalog = TRY(catalog_in(path));
    auto directory = std::make_unique<DataDirectory>();
    directory->catalog = TRY(storage::Catalog::open(catalog, storage::OpenMode::read_only));
    directory->blobs = storage::BlobStore::open_beside(directory->files, path);
    directory->segments = TRY(storage::SegmentStore::open(directory->files, path));
    return directory;
}

Result<std::unique_ptr<storage::Catalog>> open_catalog(const storage::Path& data) {
    const auto path = TRY(catalog_in(data));
    return storage::Catalog::open(path);
}

}  // namespace slipway::server
