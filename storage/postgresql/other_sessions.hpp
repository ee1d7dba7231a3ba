#pragma once

#include "storage/catalog/connection.hpp"

namespace slipway::storage {

/// Returns whether the database has sessions of this program besides that of the connection. The server ends a session
/// a moment after its connection was closed. Faults: busy, io.
Result<bool> has_other_sessions(Connection& postgresql);

}  // namespace slipway::storage
