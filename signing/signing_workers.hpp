#pragma once

#include "base/done.hpp"
#include "base/files/file_system.hpp"
#include "base/log.hpp"
#include "signing/keys/key.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace slipway::signing {

/// Called on a signing thread.
using slipway::Done;

enum class Priority : unsigned char { publication, package };
enum class Encoding : unsigned char { armored, binary };

/// One worker per core, each with its own GNUPGHOME copies and gpg-agents in a private directory with a short path
/// (a long data path must not matter for the agent's socket). Every signature is verified with the exported public keys
/// before it is handed out. A request that takes longer than the deadline fails with Fault::busy after its agent and
/// gpg were killed; the worker goes on with a fresh one. Thread-safe. Faults of every request: busy (deadline),
/// not_found (no such key), corrupt (verification failed), io, cancelled (stopping).
class SigningWorkers {
public:
    struct Options {
        std::filesystem::path keys_directory{};  // DATA/keys: {repository}/{fingerprint}.asc, 0700
        unsigned workers = 2;
        std::chrono::milliseconds deadline{10'000};
        std::string gpg_program{};  // empty: GPGME's default; tests put a sleeping one here
    };
    /// `files`: where the keys are; outlives the workers.
    static Result<std::unique_ptr<SigningWorkers>> start(FileSystem& files, Options options, const Log& log);
    /// Requests under way finish or fail; agents are stopped, the private directory is removed.
    ~SigningWorkers();

    /// An OpenPGP clear-signed message (InRelease): one armor block with one signature packet per key, in this order.
    void clear_sign(std::string repository, std::vector<std::string> keys, std::string text, Priority priority,
                    Done<std::string> done);
    /// A detached signature: one armor block (or one binary run) with one packet per key, in this order.
    void detach_sign(std::string repository, std::vector<std::string> keys, std::string data, Encoding encoding,
                     Priority priority, Done<std::string> done);

    /// A new sign-only primary key without passphrase and expiry, SHA-512 self-signature, user id `user_id`; durable in
    /// the repository's directory before `done`. Has six deadlines of time: RSA-4096 may take seconds.
    void generate_key(std::string repository, KeyAlgorithm algorithm, std::string user_id, Done<PublicKey> done);
    /// Takes in a private key; its passphrase and its subkeys are removed. Refuses (invalid_input, code "invalid-key",
    /// with the remedy) what clients refuse: no secret part, several primary keys, primary key cannot sign, v3, DSA,
    /// RSA < 2048, SHA-1 self-signatures, expired, revoked.
    void import_key(std::string repository, std::string armored, std::string passphrase, Done<PublicKey> done);
    /// Forgets a deleted repository's keys, on disk too.
    void remove_repository(std::string repository, Done<std::monostate> done);

    struct Counters {
        std::uint64_t signatures = 0;
        std::uint64_t timeouts = 0;
    };
    Counters counters() const;

private:
    struct State;
    explicit SigningWorkers(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::signing
