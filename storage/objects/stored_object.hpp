#pragma once

#include "storage/s3/client.hpp"

namespace slipway::storage {

/// Returns what the store says about an object that must exist. HEAD answers 404 for a missing bucket, too, so the
/// bucket is asked for before an object counts as lost. Blocks. Faults: not_found, busy (the object may exist).
Result<s3::ObjectStatus> status_of_stored(s3::Client& client, const s3::ObjectKey& key);

}  // namespace slipway::storage
