#include "publishing/directory/backup.hpp"

#include "publishing/directory/data_directory.hpp"

namespace slipway::publishing {

Result<BackupReport> back_up(const Path& data, const StoreOptions& stores, const Path& target, PrivateKeys keys) {
    PosixFileSystem files;
    const auto now = SystemClock().now();
    if (!stores.are_in_bucket()) return storage::back_up(files, data, target, keys, now);
    const auto opened = TRY(DataDirectory::open_to_read(data, stores));
    const storage::DistantFiles distant{stores.objects, *opened->stores.blobs, *opened->stores.segments};
    return storage::back_up(files, data, target, keys, now, &distant);
}

}  // namespace slipway::publishing
