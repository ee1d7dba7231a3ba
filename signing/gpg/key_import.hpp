#pragma once

#include "base/result.hpp"
#include "signing/gpg/gpgme_session.hpp"
#include "signing/keys/key.hpp"

#include <string>

namespace slipway::signing {

/// A key in both forms: the one for clients, and the one that the daemon stores (armored, without passphrase).
struct KeyPair {
    PublicKey public_key;
    std::string armored_secret;
};

/// Exports the pair of a key in the session's home, without subkeys. Faults: not_found, io.
Result<KeyPair> key_pair(GpgmeSession& session, const std::string& fingerprint);

/// Imports a private key into the session's (fresh) home and judges it as clients will. Faults: invalid_input, code
/// "invalid-key", naming the reason and the remedy; io.
Result<KeyPair> import_private_key(GpgmeSession& session, const std::string& armored, const std::string& passphrase);

}  // namespace slipway::signing
