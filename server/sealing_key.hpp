#pragma once

#include "base/result.hpp"
#include "server/config.hpp"
#include "signing/keys/sealing_key.hpp"

#include <optional>

namespace slipway::server {

/// The key that seals private keys in a database: that of keys.sealing_key_file, else of the variable
/// SLIPWAY_SEALING_KEY, else of systemd's credential `sealing-key`; nothing where there is none of them. The variable
/// is removed from the environment, which gpg would inherit: so call this once, before there is a second thread.
/// Faults: unsupported (a file that cannot be read, or what is no key), naming the place.
Result<std::optional<signing::SealingKey>> find_sealing_key(const Config& config);

}  // namespace slipway::server
