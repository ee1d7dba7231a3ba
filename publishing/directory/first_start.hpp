#pragma once

#include "base/files/file_system.hpp"
#include "publishing/publisher/publisher.hpp"

namespace slipway::publishing {

enum class FirstStart : unsigned char { done_now, done_before };

/// Makes the two tokens and records that the first start is done, in one transaction. So a start that fails leaves no
/// tokens, and the next one makes no further ones.
Result<> make_first_tokens(storage::Catalog& catalog, FileSystem& files, const Path& data, const Clock& clock);

/// Whether a first start has been done.
Result<bool> is_filled(const storage::Catalog& catalog);

/// Fills an empty data directory: repository `main` (distros `deb` and `rpm`; channels `dev`, `staging`, `stable`) with
/// its key, and two tokens, each in a file of mode 0600: `admin-token` (`admin:*`) and `upload-token` (`upload:main`).
/// Does nothing in a directory that was filled before, also if an administrator removed these things since. Blocks
/// until the repository is published.
Result<FirstStart> fill_empty_directory(Publisher& publisher, storage::Catalog& catalog, FileSystem& files,
                                        const Path& data, const Clock& clock);

}  // namespace slipway::publishing
