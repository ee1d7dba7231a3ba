#pragma once

#include "base/log.hpp"
#include "server/config.hpp"

#include <string>
#include <vector>

namespace slipway::server {

/// Logs what a start cannot refuse and an operator should know: secrets in reach of others, and addresses that others
/// reach without a public URL or without TLS.
void warn_of_risks(const Config& config, const std::vector<std::string>& addresses, const Log& log);

}  // namespace slipway::server
