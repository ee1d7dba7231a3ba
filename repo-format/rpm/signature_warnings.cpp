// Signature packets (RFC 4880 section 5.2), read as far as clients' policies look: crypto-policies of EL 9 and Fedora,
// Sequoia's StandardPolicy, which rpm 4.18 and later ask; EL 7 and EL 8 for Ed25519.
#include "repo-format/rpm/signature_warnings.hpp"

#include "base/base64.hpp"
#include "base/bytes.hpp"
#include "repo-format/rpm/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace slipway::rpm {
namespace {

constexpr unsigned rsa = 1, rsa_sign_only = 3, dsa = 17, eddsa = 22;
constexpr unsigned md5 = 1, sha1 = 2;
constexpr unsigned short_rsa_bits = 2048;
constexpr unsigned signature_packet = 2;
constexpr std::size_t longest_base64 = 88'000;  // of 64 KiB; a multiple of four

struct SignatureFacts {
    unsigned version = 0;
    unsigned algorithm = 0;
    unsigned hash = 0;
    unsigned bits = 0;  // of the signature's first number
};

unsigned byte_at(std::string_view bytes, std::size_t at) { return as_unsigned(bytes.data())[at]; }

unsigned number_at(std::string_view bytes, std::size_t at) { return big_endian_16(as_unsigned(bytes.data() + at)); }

/// The body of the first packet, where that is a signature of less than 64 KiB, as all are.
std::optional<std::string_view> signature_body(std::string_view bytes) {
    if (bytes.size() < 4 || (byte_at(bytes, 0) & 0x80U) == 0) return std::nullopt;
    const unsigned first = byte_at(bytes, 0);
    const bool is_new = (first & 0x40U) != 0;
    if ((is_new ? first & 0x3FU : (first >> 2) & 0x0FU) != signature_packet) return std::nullopt;
    const unsigned length = byte_at(bytes, 1);
    if (is_new) return bytes.substr(length < 192 ? 2 : 3);
    return bytes.substr((first & 3U) == 0 ? 2 : 3);
}

/// Reads at a place that versions put elsewhere: `algorithm`, `hash`, and behind what is hashed and two bytes of the
/// digest the first number.
std::optional<SignatureFacts> facts_of(std::string_view packet) {
    const auto body = signature_body(packet);
    if (!body || body->size() < 20) return std::nullopt;
    SignatureFacts facts;
    facts.version = byte_at(*body, 0);
    std::size_t number = 19;
    if (facts.version == 3) {
        facts.algorithm = byte_at(*body, 15);
        facts.hash = byte_at(*body, 16);
    } else if (facts.version == 4) {
        facts.algorithm = byte_at(*body, 2);
        facts.hash = byte_at(*body, 3);
        const std::size_t unhashed = 6 + number_at(*body, 4);
        if (body->size() < unhashed + 2) return std::nullopt;
        number = unhashed + 2 + number_at(*body, unhashed) + 2;
    } else {
        return std::nullopt;
    }
    if (body->size() >= number + 2) facts.bits = number_at(*body, number);
    return facts;
}

/// The number of a signature may be some bits shorter than its key.
unsigned key_bits(unsigned bits) { return (bits + 255) / 256 * 256; }

std::vector<std::string> warnings_of(const SignatureFacts& facts) {
    std::vector<std::string> found;
    const bool is_rsa = facts.algorithm == rsa || facts.algorithm == rsa_sign_only;
    if (facts.version == 3)
        found.emplace_back("signature: it is an OpenPGP signature of version 3, which Fedora and newer clients refuse");
    if (facts.hash == md5 || facts.hash == sha1)
        found.push_back(fmt::format("signature: it is made with {}, which EL 9, Fedora and newer clients refuse",
                                    facts.hash == md5 ? "MD5" : "SHA-1"));
    if (facts.algorithm == dsa)
        found.emplace_back("signature: its key is a DSA key, which EL 9, Fedora and newer clients refuse");
    if (is_rsa && facts.bits != 0 && key_bits(facts.bits) < short_rsa_bits)
        found.push_back(
            fmt::format("signature: its key is an RSA key of {} bits, which EL 9, Fedora and newer clients "
                        "refuse",
                        key_bits(facts.bits)));
    if (is_rsa && key_bits(facts.bits) == short_rsa_bits)
        found.emplace_back("signature: its key is an RSA key of 2048 bits, which Sequoia takes until February 2030");
    if (facts.algorithm == eddsa)
        found.emplace_back("signature: its key is an Ed25519 key, which EL 7 and EL 8 cannot check");
    return found;
}

/// Each warning once, however many packets give it.
void warn_of(std::string_view packet, std::vector<std::string>& warnings) {
    const auto facts = facts_of(packet);
    if (!facts) return;
    for (auto& warning : warnings_of(*facts))
        if (std::ranges::find(warnings, warning) == warnings.end()) warnings.push_back(std::move(warning));
}

}  // namespace

std::vector<std::string> signature_warnings(const RpmPackage& package) {
    const Header& signature = package.signature;
    bool is_signed = false;
    std::vector<std::string> warnings;
    for (const auto tag : {sigtag::rsa_header, sigtag::dsa_header, sigtag::pgp, sigtag::gpg}) {
        if (!signature.has(tag)) continue;
        is_signed = true;
        warn_of(signature.binary(tag), warnings);
    }
    for (const auto text : signature.texts(sigtag::openpgp)) {
        is_signed = true;
        warn_of(base64_decode(text.substr(0, longest_base64)).value_or(""), warnings);
    }
    if (is_signed) return warnings;
    return {"signature: the package has none and this repository signs no packages; rpm 6 and Fedora 45 refuse it"};
}

}  // namespace slipway::rpm
