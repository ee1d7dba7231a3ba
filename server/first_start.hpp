#pragma once

#include "publishing/publisher.hpp"
#include "storage/files/file_system.hpp"

namespace slipway::server {

/// Fills an empty data directory: repository `main` (distros `deb` and `rpm`; channels `dev`, `staging`, `stable`) with
/// its key, and two tokens, each in a file of mode 0600: `admin-token` (`admin:*`) and `upload-token` (`upload:main`).
/// Does nothing in a directory that was filled before, also where an administrator took these away again. Blocks until
/// the repository is published.
Result<> fill_empty_directory(publishing::Publisher& publisher, storage::Catalog& catalog, storage::FileSystem& files,
                              const storage::Path& data, const Clock& clock);

}  // namespace slipway::server
