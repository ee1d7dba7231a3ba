#pragma once

#include "base/result.hpp"
#include "cli/transport.hpp"

namespace slipway::cli {

/// The error that an outcome other than a 2xx stands for. The message is made of the problem document (RFC 9457) the
/// server sent, with a line for each of its `errors` and for what else it says, or of what is known without one.
Error error_of(const Outcome& outcome);

}  // namespace slipway::cli
