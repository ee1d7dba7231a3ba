#pragma once

#include "signing/keys/key.hpp"

namespace slipway::signing {

/// The transitions of a key's life; each gives the keyring after it.
/// Faults: not_found (no such key), conflict "key-state" with what to do first.
Result<Keyring> activate(Keyring keyring, const std::string& fingerprint);
Result<Keyring> retire(Keyring keyring, const std::string& fingerprint);
Result<Keyring> revoke(Keyring keyring, const std::string& fingerprint);
/// Makes the oldest standby key active. Faults: conflict "key-state" when there is none.
Result<Keyring> rotate(Keyring keyring);

const RepositoryKey* active_key(const Keyring& keyring);
/// Fingerprints that sign apt indexes: active first, then standby and retiring.
std::vector<std::string> apt_signers(const Keyring& keyring);

/// Concatenated armored keys: what apt should trust (standby, active, retiring) and what rpm should trust (those and
/// retired).
std::string apt_trusted(const Keyring& keyring);
std::string rpm_trusted(const Keyring& keyring);
std::string revoked_keys(const Keyring& keyring);

}  // namespace slipway::signing
