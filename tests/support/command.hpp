#pragma once

#include <string>
#include <vector>

namespace slipway::testing {

struct CommandOutput {
    int exit_code;
    std::string output;  // standard output and standard error together
};

/// Runs a program found on PATH (no shell) and waits for it.
CommandOutput run_command(const std::vector<std::string>& arguments, const std::string& directory = ".");

}  // namespace slipway::testing
