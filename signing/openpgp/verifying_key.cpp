// Checks signatures by OpenSSL, which takes 0.1 ms; asking gpg would cost a process. The key comes from the v4
// public-key packet (RFC 4880 section 5.5.2):
//
//   04 (time, 4) 01 (modulus) (exponent)                                RSA
//   04 (time, 4) 16 09 2B06010401DA470F01 (0x40, point)                 EdDSA with Ed25519
//
// where numbers are led by their length in bits. Nothing here makes a signature: private keys stay with gpg-agent.

#include "signing/openpgp/verifying_key.hpp"

#include "base/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace slipway::signing {
namespace {

constexpr std::size_t ed25519_bytes = 32;
constexpr std::string_view ed25519_curve("\x09\x2B\x06\x01\x04\x01\xDA\x47\x0F\x01", 10);
constexpr char native_point_prefix = 0x40;

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
using Number = std::unique_ptr<BIGNUM, Releaser<BN_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Releaser<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Releaser<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Releaser<OSSL_PARAM_free>>;

Number number(ByteView bytes) {
    return Number(BN_bin2bn(as_unsigned(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

/// Reads the number whose length is at the beginning of `rest`, and moves behind it.
std::optional<ByteView> take_number(ByteView& rest) {
    if (rest.size() < 2) return std::nullopt;
    const std::size_t size = (big_endian_16(as_unsigned(rest.data())) + 7u) / 8;
    if (rest.size() - 2 < size) return std::nullopt;
    const auto taken = rest.substr(2, size);
    rest.remove_prefix(2 + size);
    return taken;
}

/// OpenPGP drops leading zeros of numbers; Ed25519 needs all of its bytes.
std::string padded(const std::string& bytes) {
    return bytes.size() >= ed25519_bytes ? bytes : std::string(ed25519_bytes - bytes.size(), '\0') + bytes;
}

std::string fingerprint_of(ByteView body) {
    std::string hashed{'\x99', static_cast<char>(body.size() >> 8), static_cast<char>(body.size())};
    return digest_of(DigestAlgorithm::sha1, hashed.append(body));
}

Error damaged() { return Error(Fault::invalid_input, "an OpenPGP public key is damaged"); }

}  // namespace

void VerifyingKey::set_up() { OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, nullptr); }

void VerifyingKey::KeyDeleter::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

VerifyingKey::Key VerifyingKey::rsa_key(ByteView modulus, ByteView exponent) {
    const auto n = number(modulus);
    const auto e = number(exponent);
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    if (!n || !e || !builder || !context) return nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1) return nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) return nullptr;
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Key(key);
}

VerifyingKey::Key VerifyingKey::eddsa_key(ByteView point) {
    return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, as_unsigned(point.data()), point.size()));
}

Result<std::optional<VerifyingKey>> VerifyingKey::of(ByteView certificate) {
    const auto packets = TRY(parse_packets(certificate));
    if (packets.empty() || packets.front().tag != PacketTag::public_key) return damaged();
    const auto body = packets.front().body;
    const auto facts = TRY(key_facts(packets.front()));
    const auto algorithm = static_cast<PublicKeyAlgorithm>(facts.algorithm);
    if (facts.version != 4 || facts.algorithm > 0xFF) return std::optional<VerifyingKey>();

    auto rest = body.substr(6);
    Key key;
    if (algorithm == PublicKeyAlgorithm::rsa || algorithm == PublicKeyAlgorithm::rsa_sign_only) {
        const auto modulus = take_number(rest);
        const auto exponent = take_number(rest);
        if (!modulus || !exponent || !rest.empty()) return damaged();
        key = rsa_key(*modulus, *exponent);
    } else if (algorithm == PublicKeyAlgorithm::eddsa && rest.starts_with(ed25519_curve)) {
        rest.remove_prefix(ed25519_curve.size());
        const auto point = take_number(rest);
        if (!point || !rest.empty() || !point->starts_with(native_point_prefix)) return damaged();
        key = eddsa_key(point->substr(1));
    } else {
        return std::optional<VerifyingKey>();
    }
    if (!key) return damaged();
    return std::optional(VerifyingKey(algorithm, fingerprint_of(body), std::move(key)));
}

bool VerifyingKey::verifies(ByteView digest, const std::vector<std::string>& values) const {
    if (algorithm_ == PublicKeyAlgorithm::eddsa)
        return values.size() == 2 && verifies_eddsa(digest, values[0], values[1]);
    return values.size() == 1 && verifies_rsa(digest, values[0]);
}

/// PKCS #1 v1.5, as OpenPGP has it.
bool VerifyingKey::verifies_rsa(ByteView digest, const std::string& value) const {
    const auto size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
    if (value.size() > size) return false;
    const std::string signature = std::string(size - value.size(), '\0') + value;
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
    return context && EVP_PKEY_verify_init(context.get()) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
           EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha512()) == 1 &&
           EVP_PKEY_verify(context.get(), as_unsigned(signature.data()), signature.size(), as_unsigned(digest.data()),
                           digest.size()) == 1;
}

/// The message that EdDSA signs in OpenPGP is the digest.
bool VerifyingKey::verifies_eddsa(ByteView digest, const std::string& r, const std::string& s) const {
    const std::string signature = padded(r) + padded(s);
    const DigestContext context(EVP_MD_CTX_new());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(context.get(), as_unsigned(signature.data()), signature.size(), as_unsigned(digest.data()),
                            digest.size()) == 1;
}

}  // namespace slipway::signing
