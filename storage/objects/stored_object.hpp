#pragma once

#include "storage/s3/client.hpp"

namespace slipway::storage {

/// Returns what the store says about an object that must exist. HEAD answers 404 for a missing bucket, too, so the
/// bucket is asked for before an object counts as lost. Blocks. Faults: not_found, busy (the object may exist).
Result<s3::ObjectStatus> status_of_stored(s3::Client& client, const s3::ObjectKey& key);

/// When the bytes of an object were written, which its metadata keeps: what a store says changes with every copy. Of an
/// object that somebody else put there: when it was written.
Seconds stored_at(const s3::ObjectStatus& status);
/// The metadata of an object whose bytes were written then.
s3::Fields stored_at_metadata(Seconds time);

}  // namespace slipway::storage
