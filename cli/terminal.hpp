#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::cli {

/// `text` without control characters, each of which becomes '?': what a server sends must not steer a terminal.
std::string printable(std::string_view text);

/// Asks on the terminal, without echo. Faults: io without a terminal.
Result<std::string> read_secret(const std::string& question);

/// Asks on the terminal; what is typed is seen. Faults: io without a terminal.
Result<std::string> read_line(const std::string& question);

bool is_terminal(int fd);

}  // namespace slipway::cli
