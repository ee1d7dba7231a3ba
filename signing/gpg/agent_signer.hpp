#pragma once

#include "base/clock.hpp"
#include "signing/gpg/agent_session.hpp"
#include "signing/gpg/gpgme_session.hpp"
#include "signing/gpg/signature_check.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::signing {

/// Makes signatures with gpg-agent but without gpg: the agent performs the private-key operation, and this class writes
/// the packet around it and checks the signature. It supports RSA and Ed25519; keys of other kinds need the gpg
/// program. One thread at a time may use it.
class AgentSigner {
public:
    /// The home's agent must be running. Faults: io.
    static Result<AgentSigner> open(const std::filesystem::path& home);

    /// Makes a key known unless it is of another kind. `certificate` is its exported public half. Faults:
    /// invalid_input.
    Result<> add(const KeyReport& report, ByteView certificate);
    bool knows_all(const std::vector<std::string>& keys) const;

    /// Returns a checked signature. Precondition: `knows_all(request.keys)`. Faults: io (the agent went away, or the
    /// key has expired), corrupt.
    Result<std::string> sign(const SignRequest& request);

private:
    struct Credentials {
        std::string keygrip;
        Seconds created_at;
        std::optional<Seconds> expires_at;
    };
    explicit AgentSigner(AgentSession agent) : agent_(std::move(agent)) {}
    Result<std::string> signature_packet(const std::string& key, SignatureType type, std::string_view signed_bytes);

    AgentSession agent_;
    std::map<std::string, Credentials> credentials_;  // by fingerprint, as are:
    VerifyingKeys verifying_keys_;
};

}  // namespace slipway::signing
