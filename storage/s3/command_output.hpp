#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace slipway::s3 {

/// What a program prints that is found on PATH and run without a shell; what it says on standard error goes where ours
/// goes. Blocks, for `limit` at most: then the program is killed with all that it started. Thread-safe. Faults:
/// invalid_input (it cannot be started), io (it failed, took too long, or printed more than 64 KiB).
Result<std::string> output_of(const std::vector<std::string>& command, std::chrono::milliseconds limit);

}  // namespace slipway::s3
