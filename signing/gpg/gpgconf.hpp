#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace slipway::signing {

/// Returns where the agent of a home listens: in the home, or in a separate directory below /run/user. Only gpgconf
/// knows. Runs a program. Faults: io.
Result<std::string> agent_socket_of(const std::filesystem::path& home);

/// Removes the directory below /run/user that GnuPG made for the sockets of this home, if it did. The home must still
/// exist, and nothing of it run.
void remove_socket_directory(const std::filesystem::path& home);

}  // namespace slipway::signing
