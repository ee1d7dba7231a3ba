#pragma once

#include "signing/openpgp/signature.hpp"

#include <memory>
#include <optional>

struct evp_pkey_st;

namespace slipway::signing {

/// The public half of a primary key, for checking signatures in this process. One thread at a time may use it.
class VerifyingKey {
public:
    /// Call it on a thread that outlives those that check: OpenSSL 3.0 loses what it sets up in a thread that ends.
    static void set_up();
    /// Reads the certificate's primary key; returns nothing if its kind is not in PublicKeyAlgorithm. Faults:
    /// invalid_input (not an OpenPGP certificate, or its key is damaged).
    static Result<std::optional<VerifyingKey>> of(ByteView certificate);

    PublicKeyAlgorithm algorithm() const { return algorithm_; }
    /// 20 raw bytes, computed from the key itself.
    const std::string& fingerprint() const { return fingerprint_; }

    /// Returns whether `values` are the key's signature of a SHA-512 `digest`.
    bool verifies(ByteView digest, const std::vector<std::string>& values) const;

private:
    struct KeyDeleter {
        void operator()(evp_pkey_st* key) const;
    };
    using Key = std::unique_ptr<evp_pkey_st, KeyDeleter>;
    static Key rsa_key(ByteView modulus, ByteView exponent);
    static Key eddsa_key(ByteView point);
    bool verifies_rsa(ByteView digest, const std::string& value) const;
    bool verifies_eddsa(ByteView digest, const std::string& r, const std::string& s) const;

    VerifyingKey(PublicKeyAlgorithm algorithm, std::string fingerprint, Key key)
        : algorithm_(algorithm), fingerprint_(std::move(fingerprint)), key_(std::move(key)) {}

    PublicKeyAlgorithm algorithm_;
    std::string fingerprint_;
    Key key_;
};

}  // namespace slipway::signing
