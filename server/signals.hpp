#pragma once

#include "base/result.hpp"

namespace slipway::server {

/// What the operating system requests from the daemon.
enum class Request : unsigned char { stop, reload };

/// Turns SIGTERM and SIGINT (stop) and SIGHUP (reload) into requests that one thread waits for. Handlers write into a
/// pipe. No signal is blocked, because gpg and its agents would inherit the mask and could not be ended. One per
/// process.
class Signals {
public:
    static Result<> install();
    /// Blocks until a signal comes.
    static Request wait();
};

}  // namespace slipway::server
