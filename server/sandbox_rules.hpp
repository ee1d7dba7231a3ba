#pragma once

#include "base/log.hpp"
#include "server/config.hpp"
#include "server/sandbox.hpp"

namespace slipway::server {

/// Returns what the daemon and its gpg need with these settings. Reads the data directory, which must exist.
SandboxRules sandbox_rules(const Config& config);

/// Confines the daemon unless the settings say no, and logs what is in force. As `confine`: before the first thread.
Result<> confine_daemon(const Config& config, const Log& log);

}  // namespace slipway::server
