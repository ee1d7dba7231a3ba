#pragma once

#include "base/result.hpp"
#include "publishing/directory/rebuild.hpp"
#include "server/config.hpp"

namespace slipway::server {

/// Reads the files that TLS needs if an address to listen on is an https:// one. Faults: invalid_input, naming the
/// file.
Result<> check_certificates(const Config& config);

/// Makes what a first start makes, prints it, and ends. Returns the program's exit code; 73 if it was made before.
int initialise(const Config& config, publishing::Consent consent);

/// Makes a catalog from the package files and keys of a directory that has lost its own
/// (publishing/directory/rebuild.hpp), and prints what it has found. Returns the program's exit code; 73 if there is a
/// catalog.
int rebuild(const Config& config, const publishing::RebuildOptions& options);

/// Runs the daemon until SIGTERM or SIGINT: prints `listening on …` for each address on standard output when it serves.
/// Returns the program's exit code: 0 after an orderly stop, else that of the error (exit_codes.hpp); 69 if the port is
/// in use.
int serve(const Config& config, publishing::Consent consent);

}  // namespace slipway::server
