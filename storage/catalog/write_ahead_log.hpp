#pragma once

#include "base/files/file_system.hpp"
#include "storage/catalog/connection.hpp"

namespace slipway::storage {

/// Withdraws a commit of unknown outcome: ensures that the transaction is not in the catalog, now or later. Requires
/// that no other transaction was committed on `writer` since. After a fault the outcome stays unknown. Blocks. Faults:
/// storage_full, busy, io, corrupt (another connection does not see what was committed here).
Result<> withdraw_commit(Connection& writer, const Path& file);

/// Writes the log's bytes once more and syncs them, so that everything that this opening found in it is durable, even
/// if the process that wrote it could not sync. Does nothing while another process writes, which has done this when it
/// opened the catalog. Blocks. Faults: storage_full, io.
Result<> secure_log(Connection& writer, const Path& file);

}  // namespace slipway::storage
