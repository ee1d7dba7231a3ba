#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::cli {

/// Replaces each control character of `text` by '?', because the texts of a server must not control a terminal.
std::string printable(std::string_view text);

/// Asks on the terminal, without echo. Faults: io without a terminal.
Result<std::string> read_secret(const std::string& question);

/// Asks on the terminal, with echo. Faults: io without a terminal.
Result<std::string> read_line(const std::string& question);

bool is_terminal(int fd);

}  // namespace slipway::cli
