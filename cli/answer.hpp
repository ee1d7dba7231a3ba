#pragma once

#include "base/result.hpp"
#include "cli/transport.hpp"

namespace slipway::cli {

/// Returns the error for an outcome that is not a 2xx. Its message is made from the problem document (RFC 9457) of the
/// server, with a line for each of its `errors` and for each other member; without a document it is made from what is
/// known.
Error error_of(const Outcome& outcome);

}  // namespace slipway::cli
