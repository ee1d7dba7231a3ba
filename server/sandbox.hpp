#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace slipway::server {

/// The files and directories that a confined process may still reach. A directory stands for all below it.
struct SandboxRules {
    std::vector<std::filesystem::path> write;         // read and change, but execute nothing
    std::vector<std::filesystem::path> read;          // read
    std::vector<std::filesystem::path> execute;       // read and execute
    std::optional<std::vector<std::uint16_t>> ports;  // of TCP to listen on; nothing: any
    std::optional<std::vector<std::uint16_t>> connect = std::vector<std::uint16_t>{};  // to connect to; nothing: any
};

/// Which parts of the sandbox are in force.
struct Sandbox {
    int landlock = 0;  // version of the kernel's Landlock; 0: it has none that suffices
    bool seccomp = false;
};

/// Confines this process and every process that it starts, for good. Call it before there is a second thread. What the
/// kernel does not support is left out; the result says so. Paths that do not exist are ignored. Faults: io.
Result<Sandbox> confine(const SandboxRules& rules);

}  // namespace slipway::server
