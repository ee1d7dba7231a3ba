#pragma once

#include "storage/s3/client.hpp"

namespace slipway::storage {

/// What the store says of an object that has to be there. HEAD finds nothing in a bucket that is missing either: before
/// an object is taken for lost the bucket is asked for. Blocks. Faults: not_found, busy (nothing is known of it).
Result<s3::ObjectStatus> status_of_stored(s3::Client& client, const s3::ObjectKey& key);

}  // namespace slipway::storage
