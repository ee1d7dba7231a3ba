#pragma once

#include "storage/s3/client.hpp"

#include <cstdint>

namespace slipway::s3 {

/// Aborts the multipart uploads below the prefix that were begun before `moment`. A process that was killed leaves
/// them, and no listing of objects shows their parts. Returns how many it aborted. Looks at the first thousand only;
/// the next call finds the others. Does nothing if the store cannot list uploads. Thread-safe; blocks. Faults: busy,
/// io.
Result<std::uint64_t> abort_uploads_begun_before(Client& client, Seconds moment);

}  // namespace slipway::s3
