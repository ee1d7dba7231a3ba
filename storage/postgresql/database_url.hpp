#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::storage {

/// What is said of a database by its URL, and where that is silent by libpq's environment and defaults.
struct DatabaseUrl {
    std::string name{};                  // "postgresql://HOST:PORT/DATABASE", for messages: without user and password
    std::vector<std::uint16_t> ports{};  // of TCP; none where all is asked through a unix socket
    std::vector<Path> files{};           // passwords, certificates and keys that are read when somebody connects
};

/// Faults: unsupported (libpq does not understand the URL; the message repeats nothing of it, as a password may be what
/// was not understood).
Result<DatabaseUrl> read_database_url(const std::string& url);

}  // namespace slipway::storage
