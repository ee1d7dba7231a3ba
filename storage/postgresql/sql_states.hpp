#pragma once

#include "base/fault.hpp"

#include <string_view>

namespace slipway::storage {

/// What the caller can do about an error of the server with this SQLSTATE (five characters;
/// https://www.postgresql.org/docs/15/errcodes-appendix.html). "" is a connection that was lost.
Fault fault_of_state(std::string_view state);

/// The transaction was undone for the sake of another one: done again it may succeed.
bool is_serialisation_failure(std::string_view state);

/// Nothing more can be done on the connection, or should: the server ends it, has become another one's standby, or
/// has forgotten or changed what was prepared.
bool ends_connection(std::string_view state);

}  // namespace slipway::storage
