#pragma once

#include "storage/s3/client.hpp"

#include <cstdint>

namespace slipway::s3 {

/// Aborts multipart uploads below the prefix that were begun before a moment: a process that was killed leaves them, and
/// their parts take room that no listing of objects shows. How many; of the thousand that the store names first, the
/// next call finds the others. None where the store cannot list them. Thread-safe; blocks. Faults: busy, io.
Result<std::uint64_t> abort_uploads_begun_before(Client& client, Seconds moment);

}  // namespace slipway::s3
