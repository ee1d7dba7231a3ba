// A sealed secret is
//
//     1 byte   1, the version of this form
//     12       a random nonce: 2^32 secrets of one key may be sealed before two might have the same
//     n        the secret, encrypted
//     16       the tag, over all of it and the name of the secret
//
// as NIST SP 800-38D describes GCM. The name is authenticated and not stored.

#include "signing/keys/sealing_key.hpp"

#include "base/digest.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstddef>
#include <utility>

namespace slipway::signing {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t header_size = 1 + nonce_size;
constexpr char form = '\1';
constexpr std::size_t id_digits = 16;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* room_in(std::string& text, std::size_t at) { return reinterpret_cast<unsigned char*>(text.data()) + at; }

Error not_opened() {
    return Error(Fault::corrupt,
                 "it does not open: it was sealed by another key or for another purpose, or has changed");
}

/// Encrypts or decrypts, as the context was begun, and authenticates the form and the name besides.
bool run(EVP_CIPHER_CTX* context, std::string_view name, std::string_view from, unsigned char* to) {
    int length = 0;
    const auto feed = [&](unsigned char* out, std::string_view in) {
        return EVP_CipherUpdate(context, out, &length, bytes_of(in), static_cast<int>(in.size())) == 1;
    };
    return feed(nullptr, std::string_view(&form, 1)) && (name.empty() || feed(nullptr, name)) &&
           (from.empty() || feed(to, from));
}

}  // namespace

/// The bytes of the key, which nobody finds in memory afterwards.
class SealingKey::Secret {
public:
    explicit Secret(std::string_view bytes) { bytes.copy(bytes_.data(), key_size); }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

    std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }
    /// A context that encrypts (1) or decrypts (0) with this key and a nonce.
    Cipher begin(const unsigned char* nonce, int encrypts) const {
        Cipher context(EVP_CIPHER_CTX_new());
        const bool begun = context && EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(bytes()),
                                                        nonce, encrypts) == 1;
        return begun ? std::move(context) : nullptr;
    }

private:
    std::array<char, key_size> bytes_{};
};

SealingKey::SealingKey(std::shared_ptr<const Secret> secret)
    : secret_(std::move(secret)),
      id_(sha256_of("slipway sealing key " + std::string(secret_->bytes())).hex().substr(0, id_digits)) {}

Result<SealingKey> SealingKey::parse(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    auto bytes = from_hex(trimmed(text));
    if (!bytes || bytes->size() != key_size)
        return Error(Fault::invalid_input,
                     "a sealing key is 64 hexadecimal digits, as `openssl rand -hex 32` writes them");
    auto secret = std::make_shared<const Secret>(*bytes);
    OPENSSL_cleanse(bytes->data(), bytes->size());
    return SealingKey(std::move(secret));
}

Result<std::string> SealingKey::seal(ByteView secret, std::string_view name) const {
    std::string sealed(header_size + secret.size() + tag_size, '\0');
    sealed[0] = form;
    if (RAND_bytes(room_in(sealed, 1), nonce_size) != 1) return Error(Fault::io, "OpenSSL gives no random numbers");
    const auto context = secret_->begin(room_in(sealed, 1), 1);
    int length = 0;
    auto* const tag = room_in(sealed, header_size + secret.size());
    const bool done = context && run(context.get(), name, secret, room_in(sealed, header_size)) &&
                      EVP_CipherFinal_ex(context.get(), tag, &length) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, tag) == 1;
    if (!done) return Error(Fault::internal, "OpenSSL does not encrypt by AES-256-GCM");
    return sealed;
}

Result<std::string> SealingKey::open(ByteView sealed, std::string_view name) const {
    if (sealed.size() < header_size + tag_size || sealed.front() != form) return not_opened();
    const auto encrypted = sealed.substr(header_size, sealed.size() - header_size - tag_size);
    std::string tag(sealed.substr(sealed.size() - tag_size));
    std::string secret(encrypted.size(), '\0');
    const auto context = secret_->begin(bytes_of(sealed) + 1, 0);
    int length = 0;
    const bool done = context && run(context.get(), name, encrypted, room_in(secret, 0)) &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1 &&
                      EVP_CipherFinal_ex(context.get(), room_in(tag, 0), &length) == 1;
    if (!done) {
        OPENSSL_cleanse(secret.data(), secret.size());  // not authentic, and nobody's business
        return not_opened();
    }
    return secret;
}

}  // namespace slipway::signing
