#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/words.hpp"

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

using slipway::KeyState;

/// A key of a repository and where it stands in its life.
struct RepositoryKey {
    PublicKey key;
    KeyState state = KeyState::standby;
};

/// The keys of one repository in order of creation; exactly one is active (but for a repository being made).
using Keyring = std::vector<RepositoryKey>;

}  // namespace slipway::signing
