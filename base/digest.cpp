// Digests by OpenSSL's EVP interface, which chooses SHA-NI and similar instructions at run time.
#include "base/digest.hpp"

#include "base/hex.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <new>

namespace slipway {
namespace {

// Fetched once: EVP_DigestInit with the legacy EVP_sha256() looks the provider up again for every digest.
const EVP_MD* implementation_of(DigestAlgorithm algorithm) {
    static const EVP_MD* const fetched[] = {
        EVP_MD_fetch(nullptr, "MD5", nullptr),    EVP_MD_fetch(nullptr, "SHA1", nullptr),
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_fetch(nullptr, "SHA384", nullptr),
        EVP_MD_fetch(nullptr, "SHA512", nullptr), EVP_MD_fetch(nullptr, "SHA3-256", nullptr),
    };
    return fetched[static_cast<std::size_t>(algorithm)];
}

struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Hasher::State {
    State() : context(EVP_MD_CTX_new()) {
        if (!context) throw std::bad_alloc();
    }
    const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context;
};

Hasher::Hasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Hasher::Hasher(DigestAlgorithm algorithm) : Hasher(std::make_unique<State>()) {
    if (EVP_DigestInit_ex(state_->context.get(), implementation_of(algorithm), nullptr) != 1)
        throw std::bad_alloc();  // the only way these calls fail for the algorithms above
}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(ByteView bytes) { EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()); }

Hasher Hasher::copy() const {
    auto state = std::make_unique<State>();
    if (EVP_MD_CTX_copy_ex(state->context.get(), state_->context.get()) != 1) throw std::bad_alloc();
    return Hasher(std::move(state));
}

std::string Hasher::digest_so_far() const { return copy().finish(); }

std::string Hasher::finish() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_DigestFinal_ex(state_->context.get(), digest, &length);
    return {reinterpret_cast<const char*>(digest), length};
}

std::string Sha256::hex() const { return to_hex(raw()); }

std::optional<Sha256> Sha256::parse(std::string_view hex) {
    const auto raw = from_hex(hex);
    if (!raw) return std::nullopt;
    return from_raw(*raw);
}

std::optional<Sha256> Sha256::from_raw(ByteView raw) {
    Sha256 digest;
    if (raw.size() != digest.bytes.size()) return std::nullopt;
    std::copy(raw.begin(), raw.end(), digest.bytes.begin());
    return digest;
}

Sha256 sha256_of(ByteView bytes) { return *Sha256::from_raw(digest_of(DigestAlgorithm::sha256, bytes)); }

std::string digest_of(DigestAlgorithm algorithm, ByteView bytes) {
    Hasher hasher(algorithm);
    hasher.update(bytes);
    return hasher.finish();
}

std::string hmac_sha256(ByteView key, ByteView message) {
    static const EVP_MD* const sha256 = implementation_of(DigestAlgorithm::sha256);
    unsigned char code[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (HMAC(sha256, key.data(), static_cast<int>(key.size()), as_unsigned(message.data()), message.size(), code,
             &length) == nullptr)
        throw std::bad_alloc();
    return {reinterpret_cast<const char*>(code), length};
}

}  // namespace slipway
