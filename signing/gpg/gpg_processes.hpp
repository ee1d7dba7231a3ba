#pragma once

#include <filesystem>

namespace slipway::signing {

/// Kills every gpg and gpg-agent that was started with a home (`--homedir`) in or below `directory`, with all processes
/// that they started. Returns how many were killed. Thread-safe.
unsigned kill_gpg_processes(const std::filesystem::path& directory);

/// Kills as above until none is left, at most for about a second.
void await_no_gpg_processes(const std::filesystem::path& directory);

}  // namespace slipway::signing
