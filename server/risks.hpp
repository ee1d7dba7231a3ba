#pragma once

#include "base/log.hpp"
#include "server/config.hpp"

#include <string>
#include <vector>

namespace slipway::server {

/// Logs what does not prevent a start but an operator should know: secrets that others can read, and addresses that
/// others can reach without a public URL or without TLS.
void warn_of_risks(const Config& config, const std::vector<std::string>& addresses, const Log& log);

}  // namespace slipway::server
