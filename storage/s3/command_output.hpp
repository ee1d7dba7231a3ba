#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace slipway::s3 {

/// Runs a program, which is found on PATH, without a shell, and returns what it prints. Its standard error is that of
/// this process. Blocks for at most `limit`; then it kills the program and all that this started. Thread-safe. Faults:
/// invalid_input (it cannot be started), io (it failed, took too long, or printed more than 64 KiB).
Result<std::string> output_of(const std::vector<std::string>& command, std::chrono::milliseconds limit);

}  // namespace slipway::s3
