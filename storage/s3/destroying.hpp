#pragma once

#include "storage/s3/client.hpp"

namespace slipway::s3 {

/// Removes an object with every earlier state that a bucket with versions keeps of it, and the marks of its deletions
/// (ListObjectVersions, DeleteObject with versionId). Absent is fine. Not for names that are written meanwhile.
/// Thread-safe; blocks. Faults: busy, io.
Result<> destroy(Client& client, const ObjectKey& key);

}  // namespace slipway::s3
