#pragma once

namespace slipway::server {

/// The whole of slipwayd: parses the command line and carries out its command. The exit code.
int run(int argc, char** argv);

}  // namespace slipway::server
