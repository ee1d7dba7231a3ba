#pragma once

#include "base/clock.hpp"
#include "signing/openpgp/packets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

enum class SignatureType : std::uint8_t { binary = 0, text = 1 };

/// Public-key algorithms, as RFC 4880 section 9.1 (and its draft successor for EdDSA) numbers them.
enum class PublicKeyAlgorithm : std::uint8_t { rsa = 1, rsa_sign_only = 3, eddsa = 22 };

/// The part of a v4 signature that is signed along with the data.
struct SignatureStatement {
    SignatureType type = SignatureType::binary;
    PublicKeyAlgorithm algorithm = PublicKeyAlgorithm::rsa;
    std::string fingerprint;  // of the key, 20 raw bytes
    Seconds created_at{};

    bool operator==(const SignatureStatement&) const = default;
};

/// A v4 signature with SHA-512, the only hash here.
struct OpenPgpSignature {
    SignatureStatement statement;
    std::string digest_start;         // the first two bytes of the digest
    std::vector<std::string> values;  // the algorithm's numbers, big-endian: RSA one, EdDSA two
};

/// The SHA-512 that `statement` is signed with: over the data (a text in its canonical form), then the statement.
std::string signed_digest(std::string_view data, const SignatureStatement& statement);

/// Renders the signature packet, byte for byte like gpg.
std::string render_signature(const OpenPgpSignature& signature);

/// The inverse of `render_signature`. Faults: invalid_input (truncated, or a signature of another layout).
Result<OpenPgpSignature> parse_signature(const PacketView& packet);

}  // namespace slipway::signing
