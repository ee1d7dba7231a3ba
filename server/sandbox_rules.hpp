#pragma once

#include "base/log.hpp"
#include "server/config.hpp"
#include "server/sandbox.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace slipway::server {

/// Servers that the daemon calls.
struct Peers {
    std::optional<std::vector<std::uint16_t>> ports = std::vector<std::uint16_t>{};  // of TCP; nothing: any
    std::vector<std::filesystem::path> files{};  // certificates and the like, which it reads for that
};

/// Returns what the daemon and its gpg need with these settings. Reads the data directory, which must exist.
SandboxRules sandbox_rules(const Config& config, const Peers& peers = {});

/// Confines the daemon unless the settings say no, and logs what is in force. As `confine`: before the first thread.
Result<> confine_daemon(const Config& config, const Peers& peers, const Log& log);

}  // namespace slipway::server
