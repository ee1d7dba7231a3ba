#pragma once

#include "base/result.hpp"
#include "signing/gpg/gpgme_session.hpp"
#include "signing/keys/key.hpp"

#include <string>

namespace slipway::signing {

/// A key in both forms: what clients learn and what the daemon keeps (armored, without passphrase).
struct KeyPair {
    PublicKey public_key;
    std::string armored_secret;
};

/// The pair of a key the session's home holds, without subkeys. Faults: not_found, io.
Result<KeyPair> key_pair(GpgmeSession& session, const std::string& fingerprint);

/// Takes a private key into the session's (fresh) home and judges it as clients will.
/// Faults: invalid_input, code "invalid-key", naming the reason and the remedy; io.
Result<KeyPair> import_private_key(GpgmeSession& session, const std::string& armored, const std::string& passphrase);

}  // namespace slipway::signing
