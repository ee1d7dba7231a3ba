#pragma once

#include "storage/catalog/connection.hpp"

namespace slipway::storage {

/// After a commit of unknown outcome: makes sure that the transaction is not, and will never be found, in the catalog.
/// Precondition: no other transaction was committed on `writer` since. Whoever gets an error knows nothing.
/// Blocks. Faults: storage_full, busy, io, corrupt (another connection does not see what was committed here).
Result<> withdraw_commit(Connection& writer, const Path& file);

/// Writes the log's bytes once more and syncs them, so that all that this opening found in it is durable, whatever
/// became of the syncs of the process that wrote it. Nothing is done while another process writes: it has done this
/// when it opened the catalog. Blocks. Faults: storage_full, io.
Result<> secure_log(Connection& writer, const Path& file);

}  // namespace slipway::storage
