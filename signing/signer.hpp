#pragma once

#include "base/done.hpp"
#include "signing/keys/key.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace slipway::signing {

/// Called on a signing thread.
using slipway::Done;

enum class Priority : unsigned char { publication, package };
enum class Encoding : unsigned char { armored, binary };

/// Makes signatures with the keys of repositories, and stores these keys. tests/contracts/signer_contract.hpp says
/// what every implementation does. Thread-safe; every method returns at once. Faults of every request: not_found (no
/// such key), corrupt (the signature is not valid), busy (it took too long), io, cancelled (stopping).
class Signer {
public:
    Signer() = default;
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;
    /// Requests under way finish or fail.
    virtual ~Signer() = default;

    /// Makes an OpenPGP clear-signed message (InRelease): one armor block with one signature packet per key, in this
    /// order.
    virtual void clear_sign(std::string repository, std::vector<std::string> keys, std::string text, Priority priority,
                            Done<std::string> done) = 0;
    /// Makes a detached signature: one armor block (or one binary run) with one packet per key, in this order.
    virtual void detach_sign(std::string repository, std::vector<std::string> keys, std::string data, Encoding encoding,
                             Priority priority, Done<std::string> done) = 0;

    /// Makes a sign-only primary key without passphrase and expiry, with a SHA-512 self-signature and the user id
    /// `user_id`. It is durable before `done` is called.
    virtual void generate_key(std::string repository, KeyAlgorithm algorithm, std::string user_id,
                              Done<PublicKey> done) = 0;
    /// Imports a private key and removes its passphrase and its subkeys. Refuses (invalid_input, code "invalid-key",
    /// with the remedy) what clients refuse: no secret part, several primary keys, primary key cannot sign, v3, DSA,
    /// RSA < 2048, SHA-1 self-signatures, expired, revoked.
    virtual void import_key(std::string repository, std::string armored, std::string passphrase,
                            Done<PublicKey> done) = 0;
    /// Removes a key that nothing is signed with, also from the disk. Removing what is not there succeeds.
    virtual void remove_key(std::string repository, std::string fingerprint, Done<std::monostate> done) = 0;
    /// Removes a deleted repository's keys, also from the disk.
    virtual void remove_repository(std::string repository, Done<std::monostate> done) = 0;

    /// Counts since the start.
    struct Counters {
        std::uint64_t signatures = 0;
        std::uint64_t timeouts = 0;
    };
    virtual Counters counters() const = 0;
};

}  // namespace slipway::signing
