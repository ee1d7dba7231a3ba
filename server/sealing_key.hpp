#pragma once

#include "base/result.hpp"
#include "server/config.hpp"
#include "signing/keys/sealing_key.hpp"

#include <optional>
#include <string>

namespace slipway::server {

/// Returns the variable SLIPWAY_SEALING_KEY, or "" without one, and removes it from the environment, which gpg would
/// inherit: so call this once, before there is a second thread.
std::string take_sealing_key_variable();

/// The key that seals private keys in a database: that of keys.sealing_key_file, else `of_variable`, else of systemd's
/// credential `sealing-key`; nothing where there is none of them, or no database. Faults: unsupported (a file that
/// cannot be read, or what is no key), naming the place.
Result<std::optional<signing::SealingKey>> find_sealing_key(const Config& config, std::string of_variable);

}  // namespace slipway::server
