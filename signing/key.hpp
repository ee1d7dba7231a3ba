#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

enum class KeyAlgorithm : unsigned char { rsa3072, rsa4096, ed25519 };

/// "rsa3072", "rsa4096", "ed25519"; `parse_algorithm` is its inverse.
std::string_view name_of(KeyAlgorithm algorithm);
std::optional<KeyAlgorithm> parse_algorithm(std::string_view name);

/// The public half of a signing key.
struct PublicKey {
    std::string fingerprint;  // of the primary key, 40 upper-case hex digits
    std::string algorithm;    // of the primary key, e.g. "rsa3072", "ed25519", "rsa2048"
    Seconds created_at{};
    std::optional<Seconds> expires_at{};
    std::string armored;
};

enum class KeyState : unsigned char { standby, active, retiring, retired, revoked };

std::string_view name_of(KeyState state);
std::optional<KeyState> parse_state(std::string_view name);

/// A key of a repository and where it stands in its life.
struct RepositoryKey {
    PublicKey key;
    KeyState state = KeyState::standby;
};

/// The keys of one repository in order of creation; exactly one is active (but for a repository being made).
using Keyring = std::vector<RepositoryKey>;

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

/// A binary keyring of armored keys, one after another (for keys.gpg).
Result<std::string> dearmored(std::string_view armored_keys);
/// One armor block for several armored keys: apt and dnf read only the first block of some files.
Result<std::string> merged_armor(std::string_view armored_keys);

}  // namespace slipway::signing
