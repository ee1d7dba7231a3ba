#pragma once

#include "base/result.hpp"
#include "publishing/directory/rebuild.hpp"
#include "server/config.hpp"

namespace slipway::server {

/// Reads the files that TLS needs, where an address to listen on is one of https://. Faults: invalid_input, naming the
/// file.
Result<> check_certificates(const Config& config);

/// Makes what a first start makes, says what on standard output, and ends. The program's exit code; 73 when it was made
/// before.
int initialise(const Config& config, publishing::Consent consent);

/// Makes a catalog from the package files and keys of a directory that has lost its own
/// (publishing/directory/rebuild.hpp), and says what it has found. The program's exit code; 73 where there is a
/// catalog.
int rebuild(const Config& config, const publishing::RebuildOptions& options);

/// Runs the daemon until SIGTERM or SIGINT: prints `listening on …` for each address on standard output when it serves.
/// The program's exit code: 0 after an orderly stop, else that of the error (exit_codes.hpp); 69 when the port is in
/// use.
int serve(const Config& config, publishing::Consent consent);

}  // namespace slipway::server
