// Key packets and the signature of a user id (RFC 4880 sections 5.5 and 5.2.4; EdDSA as its draft successor has it).
// What signs data is laid out by signing/openpgp/signature.cpp.
#include "tests/signing/soft_key.hpp"

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/hex.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/packets.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <cstdlib>

namespace slipway::testing {
namespace {

using signing::PacketTag;

constexpr std::size_t seed_bytes = 32;
constexpr std::size_t half_signature = 32;
constexpr char eddsa = 22;
constexpr char sha512_id = 10;
constexpr char positive_certification = 0x13;
constexpr std::string_view ed25519_curve("\x09\x2B\x06\x01\x04\x01\xDA\x47\x0F\x01", 10);
constexpr char native_point_prefix = 0x40;

/// Ends the test program where OpenSSL fails: there is nothing to test then.
void check(bool done) {
    if (!done) std::abort();
}

/// A number led by its length in bits.
std::string number(std::string_view bytes) {
    bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
    const auto in_first = bytes.empty() ? 0 : std::bit_width(unsigned{static_cast<unsigned char>(bytes.front())});
    const auto bits = bytes.empty() ? 0u : static_cast<unsigned>((bytes.size() - 1) * 8) + unsigned(in_first);
    return std::string{static_cast<char>(bits >> 8), static_cast<char>(bits)}.append(bytes);
}

unsigned char* writable(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

std::string length_16(std::size_t length) { return {static_cast<char>(length >> 8), static_cast<char>(length)}; }

std::string seconds(Seconds time) {
    std::string out;
    append_big_endian_32(out, static_cast<std::uint32_t>(time.time_since_epoch().count()));
    return out;
}

std::string upper_hex(std::string_view bytes) {
    auto digits = to_hex(bytes);
    for (char& digit : digits) digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
    return digits;
}

/// What a key is hashed as.
std::string hashed_key(std::string_view body) { return "\x99" + length_16(body.size()).append(body); }

unsigned checksum(std::string_view bytes) {
    unsigned sum = 0;
    for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
    return sum;
}

std::string random_seed() {
    std::string seed(seed_bytes, '\0');
    check(RAND_bytes(writable(seed), static_cast<int>(seed.size())) == 1);
    return seed;
}

Error not_ours() {
    return Error("invalid-key"_problem, "a soft key is an Ed25519 key without a passphrase; send such a one");
}

}  // namespace

void SoftKey::Deleter::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

SoftKey::SoftKey(std::string seed, std::string_view user_id, Seconds created_at)
    : seed_(std::move(seed)),
      key_(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, as_unsigned(seed_.data()), seed_.size())),
      user_id_(user_id) {
    check(key_ != nullptr);
    public_key_.algorithm = "ed25519";
    public_key_.created_at = created_at;
    fingerprint_ = digest_of(DigestAlgorithm::sha1, hashed_key(body()));
    public_key_.fingerprint = upper_hex(fingerprint_);
    public_key_.armored = signing::render_armor(
        {"PGP PUBLIC KEY BLOCK", signing::render_packet(PacketTag::public_key, body()) +
                                     signing::render_packet(PacketTag::user_id, user_id) + self_signature(user_id)});
}

SoftKey SoftKey::generate(std::string_view user_id) { return {random_seed(), user_id, SystemClock().now()}; }

std::string SoftKey::body() const {
    std::string point(seed_bytes, '\0');
    std::size_t size = point.size();
    check(EVP_PKEY_get_raw_public_key(key_.get(), writable(point), &size) == 1);
    std::string body = "\x04" + seconds(public_key_.created_at) + eddsa;
    return body.append(ed25519_curve).append(number(native_point_prefix + point));
}

std::vector<std::string> SoftKey::sign(std::string_view digest) const {
    const std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* made) { EVP_MD_CTX_free(made); })> context(
        EVP_MD_CTX_new());
    std::string made(2 * half_signature, '\0');
    std::size_t size = made.size();
    check(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
          EVP_DigestSign(context.get(), writable(made), &size, as_unsigned(digest.data()), digest.size()) == 1);
    return {made.substr(0, half_signature), made.substr(half_signature)};
}

std::string SoftKey::self_signature(std::string_view user_id) const {
    const std::string may_certify_and_sign("\x02\x1B\x03", 3);
    const auto subpackets = std::string("\x16\x21\x04", 3) + fingerprint_ + std::string("\x05\x02", 2) +
                            seconds(public_key_.created_at) + may_certify_and_sign;
    const auto hashed =
        std::string{4, positive_certification, eddsa, sha512_id} + length_16(subpackets.size()) + subpackets;
    std::string data = hashed_key(body()) + "\xB4";
    append_big_endian_32(data, static_cast<std::uint32_t>(user_id.size()));
    data.append(user_id).append(hashed).append("\x04\xFF", 2);
    append_big_endian_32(data, static_cast<std::uint32_t>(hashed.size()));
    const auto digest = digest_of(DigestAlgorithm::sha512, data);
    auto packet = hashed + length_16(10) + std::string("\x09\x10", 2) + fingerprint_.substr(12) + digest.substr(0, 2);
    for (const auto& value : sign(digest)) packet += number(value);
    return signing::render_packet(PacketTag::signature, packet);
}

std::string SoftKey::signature_of(std::string_view data, signing::SignatureType type) const {
    signing::OpenPgpSignature made;
    made.statement = {type, signing::PublicKeyAlgorithm::eddsa, fingerprint_,
                      std::max(SystemClock().now(), public_key_.created_at)};
    const auto digest = signing::signed_digest(data, made.statement);
    made.digest_start = digest.substr(0, 2);
    made.values = sign(digest);
    return signing::render_signature(made);
}

std::string SoftKey::armored_secret() const {
    const auto secret = number(seed_);
    const auto whole = body() + std::string(1, '\0') + secret + length_16(checksum(secret) & 0xFFFFu);
    return signing::render_armor({"PGP PRIVATE KEY BLOCK", signing::render_packet(PacketTag::secret_key, whole) +
                                                               signing::render_packet(PacketTag::user_id, user_id_) +
                                                               self_signature(user_id_)});
}

Result<SoftKey> SoftKey::of(std::string_view armored_secret) {
    const auto blocks = signing::parse_armor(armored_secret);
    if (!blocks.ok() || blocks->size() != 1) return not_ours();
    const auto packets = signing::parse_packets(blocks->front().bytes);
    if (!packets.ok() || packets->size() < 2 || (*packets)[0].tag != PacketTag::secret_key ||
        (*packets)[1].tag != PacketTag::user_id)
        return not_ours();
    const auto body = (*packets)[0].body;
    const auto public_size = 6 + ed25519_curve.size() + 2 + 1 + seed_bytes;
    if (body.size() < public_size + 3 || body[5] != eddsa || body.substr(6, ed25519_curve.size()) != ed25519_curve ||
        body[public_size] != '\0')
        return not_ours();
    const std::size_t size = (big_endian_16(as_unsigned(body.data() + public_size + 1)) + 7u) / 8;
    if (size > seed_bytes || body.size() != public_size + 3 + size + 2) return not_ours();
    const auto seed = std::string(seed_bytes - size, '\0').append(body.substr(public_size + 3, size));
    const auto created_at = Seconds(std::chrono::seconds(big_endian_32(as_unsigned(body.data() + 1))));
    return SoftKey(seed, (*packets)[1].body, created_at);
}

}  // namespace slipway::testing
