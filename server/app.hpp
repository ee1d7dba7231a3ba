#pragma once

#include "server/config.hpp"

namespace slipway::server {

/// Runs the daemon until SIGTERM or SIGINT: prints `listening on …` for each address on standard output when it serves.
/// The program's exit code: 0 after an orderly stop, 75 when the data directory is in use, 70 when the start failed.
int serve(const Config& config);

}  // namespace slipway::server
