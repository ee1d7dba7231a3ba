#pragma once

#include "storage/s3/client.hpp"

#include <string_view>

namespace slipway::s3 {

/// Removes an object with every earlier state that a bucket with versions keeps of it, and the marks of its deletions
/// (ListObjectVersions, DeleteObject with versionId); from a store that keeps no versions, as it is. Absent is fine. Not
/// for names that are written meanwhile. Thread-safe; blocks. Faults: busy, io.
Result<> destroy(Client& client, const ObjectKey& key);

/// The same of all objects whose names begin with `beginning` below the prefix.
Result<> destroy_all(Client& client, std::string_view beginning);

}  // namespace slipway::s3
