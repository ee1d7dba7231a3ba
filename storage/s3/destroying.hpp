#pragma once

#include "storage/s3/client.hpp"

#include <string_view>

namespace slipway::s3 {

/// Deletes an object with all versions that the bucket keeps, and the marks of its deletions (ListObjectVersions,
/// DeleteObject with versionId). Deletes the object alone if the store has no versions. Does nothing if it is missing.
/// Nobody may write the name meanwhile. Thread-safe; blocks. Faults: busy, io.
Result<> destroy(Client& client, const ObjectKey& key);

/// Does the same with all objects whose names below the prefix begin with `beginning`.
Result<> destroy_all(Client& client, std::string_view beginning);

}  // namespace slipway::s3
