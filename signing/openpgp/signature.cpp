// Version 4 signature packets (RFC 4880 section 5.2.3), in the one layout this project makes:
//
//   04 TT PP 0A                      version, signature type, public-key algorithm, SHA-512
//   00 1D                            29 bytes of hashed subpackets
//     16 21 04 (fingerprint, 20)     issuer fingerprint
//     05 02 (time, 4)                creation time
//   00 0A                            10 bytes of other subpackets
//     09 10 (key id, 8)              issuer: the fingerprint's end, for readers that know no fingerprints
//   DD DD                            the digest's first two bytes
//   (bits, 2) (number) …             the signature's numbers, without leading zeros
//
// The hash is taken over the data, the packet up to the end of the hashed subpackets, and 04 FF with their length. The
// reader accepts only this layout: it checks our own signatures, in which anything else would be a fault.

#include "signing/openpgp/signature.hpp"

#include "base/digest.hpp"

#include <bit>

namespace slipway::signing {
namespace {

constexpr std::size_t fingerprint_bytes = 20;
constexpr std::size_t key_id_bytes = 8;
constexpr std::size_t time_bytes = 4;
constexpr char sha512_id = 10;

constexpr std::string_view hashed_length("\x00\x1D", 2);
constexpr std::string_view fingerprint_subpacket("\x16\x21\x04", 3);
constexpr std::string_view time_subpacket("\x05\x02", 2);
constexpr std::string_view other_length("\x00\x0A", 2);
constexpr std::string_view issuer_subpacket("\x09\x10", 2);

std::string hashed_part(const SignatureStatement& statement) {
    std::string out{4, static_cast<char>(statement.type), static_cast<char>(statement.algorithm), sha512_id};
    out.append(hashed_length).append(fingerprint_subpacket).append(statement.fingerprint).append(time_subpacket);
    append_big_endian_32(out, static_cast<std::uint32_t>(statement.created_at.time_since_epoch().count()));
    return out;
}

std::string_view without_leading_zeros(std::string_view number) {
    const auto first = number.find_first_not_of('\0');
    return first == number.npos ? std::string_view() : number.substr(first);
}

void append_number(std::string& out, std::string_view number) {
    number = without_leading_zeros(number);
    const auto in_first = number.empty() ? 0 : std::bit_width(unsigned{static_cast<unsigned char>(number.front())});
    const auto bits = number.empty() ? 0u : static_cast<unsigned>((number.size() - 1) * 8) + unsigned(in_first);
    out += {static_cast<char>(bits >> 8), static_cast<char>(bits)};
    out += number;
}

/// Reads fields one after another. It fails for good if one is missing or different.
class Fields {
public:
    explicit Fields(ByteView bytes) : rest_(bytes) {}

    ByteView take(std::size_t size) {
        failed_ = failed_ || size > rest_.size();
        if (failed_) return {};
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    void expect(std::string_view bytes) { failed_ = take(bytes.size()) != bytes || failed_; }
    unsigned take_byte() {
        const auto byte = take(1);
        return byte.empty() ? 0 : as_unsigned(byte.data())[0];
    }
    std::string take_number() {
        const auto length = take(2);
        return std::string(length.empty() ? ByteView() : take((big_endian_16(as_unsigned(length.data())) + 7u) / 8));
    }
    bool at_end() const { return rest_.empty(); }
    bool failed() const { return failed_; }

private:
    ByteView rest_;
    bool failed_ = false;
};

bool is_known(unsigned algorithm) {
    return algorithm == unsigned(PublicKeyAlgorithm::rsa) || algorithm == unsigned(PublicKeyAlgorithm::rsa_sign_only) ||
           algorithm == unsigned(PublicKeyAlgorithm::eddsa);
}

}  // namespace

std::string signed_digest(std::string_view data, const SignatureStatement& statement) {
    const auto hashed = hashed_part(statement);
    std::string trailer("\x04\xFF", 2);
    append_big_endian_32(trailer, static_cast<std::uint32_t>(hashed.size()));
    Hasher hasher(DigestAlgorithm::sha512);
    hasher.update(data);
    hasher.update(hashed);
    hasher.update(trailer);
    return hasher.finish();
}

std::string render_signature(const OpenPgpSignature& signature) {
    const auto& fingerprint = signature.statement.fingerprint;
    std::string body = hashed_part(signature.statement);
    body.append(other_length).append(issuer_subpacket).append(fingerprint, fingerprint.size() - key_id_bytes);
    body += signature.digest_start;
    for (const auto& value : signature.values) append_number(body, value);
    return render_packet(PacketTag::signature, body);
}

Result<OpenPgpSignature> parse_signature(const PacketView& packet) {
    Fields fields(packet.body);
    OpenPgpSignature signature;
    auto& statement = signature.statement;
    fields.expect("\x04");
    const auto type = fields.take_byte();
    const auto algorithm = fields.take_byte();
    fields.expect({&sha512_id, 1});
    fields.expect(hashed_length);
    fields.expect(fingerprint_subpacket);
    statement.fingerprint = fields.take(fingerprint_bytes);
    fields.expect(time_subpacket);
    const auto time = fields.take(time_bytes);
    fields.expect(other_length);
    fields.expect(issuer_subpacket);
    const auto issuer = fields.take(key_id_bytes);
    signature.digest_start = fields.take(2);
    if (fields.failed() || type > unsigned(SignatureType::text) || !is_known(algorithm) ||
        !statement.fingerprint.ends_with(issuer))
        return Error(Fault::invalid_input, "an OpenPGP signature packet has another layout than Slipway's");
    statement.type = static_cast<SignatureType>(type);
    statement.algorithm = static_cast<PublicKeyAlgorithm>(algorithm);
    statement.created_at = Seconds(std::chrono::seconds(big_endian_32(as_unsigned(time.data()))));
    while (!fields.at_end() && !fields.failed()) signature.values.push_back(fields.take_number());
    if (fields.failed()) return Error(Fault::invalid_input, "an OpenPGP signature packet is cut off");
    return signature;
}

}  // namespace slipway::signing
