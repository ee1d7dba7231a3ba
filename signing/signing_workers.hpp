#pragma once

#include "base/files/file_system.hpp"
#include "base/log.hpp"
#include "signing/keys/key_store.hpp"
#include "signing/signer.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace slipway::signing {

/// One worker per core, each with its own GNUPGHOME copies and gpg-agents in a private directory with a short path (a
/// long data path must not matter for the agent's socket). Every signature is verified with the exported public keys
/// before it is returned. A request that takes longer than the deadline fails with Fault::busy after its agent and gpg
/// were killed; the worker continues with a new agent. Making a key may take six deadlines, because RSA-4096 may take
/// seconds.
class SigningWorkers final : public Signer {
public:
    struct Options {
        std::filesystem::path keys_directory{};  // of keys in files: {repository}/{fingerprint}.asc, 0700
        unsigned workers = 2;
        std::chrono::milliseconds deadline{10'000};
        std::string gpg_program{};  // empty: GPGME's default; tests put a sleeping one here
    };
    /// `keys` outlives the workers.
    static Result<std::unique_ptr<SigningWorkers>> start(KeyStore& keys, Options options, const Log& log);
    /// With keys in files below `options.keys_directory`. `files` outlives the workers.
    static Result<std::unique_ptr<SigningWorkers>> start(FileSystem& files, Options options, const Log& log);
    /// Stops the agents and removes the private directory.
    ~SigningWorkers() override;

    void clear_sign(std::string repository, std::vector<std::string> keys, std::string text, Priority priority,
                    Done<std::string> done) override;
    void detach_sign(std::string repository, std::vector<std::string> keys, std::string data, Encoding encoding,
                     Priority priority, Done<std::string> done) override;
    void generate_key(std::string repository, KeyAlgorithm algorithm, std::string user_id,
                      Done<PublicKey> done) override;
    void import_key(std::string repository, std::string armored, std::string passphrase, Done<PublicKey> done) override;
    void remove_key(std::string repository, std::string fingerprint, Done<std::monostate> done) override;
    void remove_repository(std::string repository, Done<std::monostate> done) override;
    Counters counters() const override;

private:
    struct State;
    /// `own`: the store of the keys, where nobody else holds it.
    static Result<std::unique_ptr<SigningWorkers>> start(std::unique_ptr<KeyStore> own, KeyStore& keys, Options options,
                                                         const Log& log);
    explicit SigningWorkers(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::signing
