#pragma once

namespace slipway::server {

/// Runs slipwayd: parses the command line and carries out its command. Returns the exit code.
int run(int argc, char** argv);

}  // namespace slipway::server
