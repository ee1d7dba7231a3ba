#pragma once

#include "base/result.hpp"
#include "signing/keys/key.hpp"
#include "signing/openpgp/signature.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace slipway::testing {

/// An Ed25519 key that OpenSSL keeps in this process, as an OpenPGP key that gpg, apt and rpm accept.
class SoftKey {
public:
    static SoftKey generate(std::string_view user_id);
    /// Of an armored secret key without a passphrase, as `armored_secret` or gpg writes it. Faults: invalid_input.
    static Result<SoftKey> of(std::string_view armored_secret);

    const signing::PublicKey& public_key() const { return public_key_; }
    std::string armored_secret() const;
    /// One signature packet over the data; a text in its canonical form.
    std::string signature_of(std::string_view data, signing::SignatureType type) const;

private:
    struct Deleter {
        void operator()(evp_pkey_st* key) const;
    };
    using Key = std::unique_ptr<evp_pkey_st, Deleter>;

    SoftKey(std::string seed, std::string_view user_id, Seconds created_at);
    std::string body() const;
    std::string self_signature(std::string_view user_id) const;
    std::vector<std::string> sign(std::string_view digest) const;

    std::string seed_;
    Key key_;
    std::string user_id_;
    signing::PublicKey public_key_;
    std::string fingerprint_;  // raw
};

}  // namespace slipway::testing
