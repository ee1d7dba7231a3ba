#pragma once

#include "base/lru_cache.hpp"
#include "base/result.hpp"
#include "signing/gpg/agent_signer.hpp"
#include "signing/gpg/gpg_home.hpp"
#include "signing/gpg/gpgme_session.hpp"
#include "signing/gpg/key_import.hpp"
#include "signing/keys/key_store.hpp"
#include "signing/keys/sign_request.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipway::signing {

/// Does the work of one signing thread. It has copies of the homes that it needs below its own directory, so that
/// threads never share an agent, which performs one private-key operation at a time. One thread at a time may use it.
class SigningWorker {
public:
    SigningWorker(std::filesystem::path directory, KeyStore& store, std::string gpg_program)
        : directory_(std::move(directory)), store_(store), gpg_program_(std::move(gpg_program)) {}

    const std::filesystem::path& directory() const { return directory_; }

    /// Returns a verified signature. After a failure the next request of the repository gets a new agent. Faults:
    /// not_found, corrupt, io.
    Result<std::string> sign(const SignRequest& request);
    /// Faults: io, storage_full, invalid_input.
    Result<PublicKey> generate_key(const std::string& repository, KeyAlgorithm algorithm, const std::string& user_id);
    /// Faults: invalid_input (code "invalid-key"), io, storage_full.
    Result<PublicKey> import_key(const std::string& repository, const std::string& armored,
                                 const std::string& passphrase);

    /// Drops the copies of keys that have changed; they are made again when needed.
    void drop_stale_homes();
    /// Kills every gpg and agent of this worker and drops all copies.
    void start_afresh();

private:
    struct Homes {
        std::uint64_t version = 0;
        std::unique_ptr<GpgHome> signing_home;  // declared before the sessions that use them
        std::unique_ptr<GpgHome> checking_home;
        std::unique_ptr<GpgmeSession> signer;
        std::unique_ptr<GpgmeSession> checker;  // knows the exported public keys only, as a client does
        std::optional<AgentSigner> agent;       // for the keys it knows
        std::set<std::pair<std::vector<std::string>, SignatureForm>> seen_by_gpg;
    };

    Result<Homes*> homes_of(const std::string& repository);
    Result<Homes> fill_homes(const std::string& repository);
    static Result<> import_key_into(Homes& homes, const std::string& armored);
    static Result<std::string> sign_in(Homes& homes, const SignRequest& request);
    Result<std::unique_ptr<GpgHome>> new_home(AgentUse agent);
    Result<PublicKey> keep(const std::string& repository, const KeyPair& pair);

    std::filesystem::path directory_;
    KeyStore& store_;
    std::string gpg_program_;
    // By repository. Each costs an agent of about 2 MB; making one anew costs about 20 ms.
    LruCache<std::string, Homes> homes_{32};
    std::uint64_t homes_made_ = 0;
};

}  // namespace slipway::signing
