// The framing of OpenPGP packets (RFC 4880 section 4.2), as far as needed to separate packets and to read the few
// fields by which clients judge keys. gpg does the mathematics and everything else.

#include "signing/openpgp/packets.hpp"

#include <optional>

namespace slipway::signing {
namespace {

struct Header {
    PacketTag tag;
    std::size_t header_size;
    std::size_t body_size;
};

std::optional<Header> old_format(const unsigned char* at, std::size_t left) {
    const auto tag = static_cast<PacketTag>(at[0] >> 2 & 15);
    switch (at[0] & 3) {
        case 0: return left < 2 ? std::nullopt : std::optional(Header{tag, 2, at[1]});
        case 1: return left < 3 ? std::nullopt : std::optional(Header{tag, 3, big_endian_16(at + 1)});
        case 2: return left < 5 ? std::nullopt : std::optional(Header{tag, 5, big_endian_32(at + 1)});
        default: return std::nullopt;  // "until the end": never used for keys and signatures
    }
}

std::optional<Header> new_format(const unsigned char* at, std::size_t left) {
    const auto tag = static_cast<PacketTag>(at[0] & 63);
    if (left < 2) return std::nullopt;
    if (at[1] < 192) return Header{tag, 2, at[1]};
    if (at[1] < 224) return left < 3 ? std::nullopt : std::optional(Header{tag, 3, (at[1] - 192u) * 256 + at[2] + 192});
    if (at[1] == 255) return left < 6 ? std::nullopt : std::optional(Header{tag, 6, big_endian_32(at + 2)});
    return std::nullopt;  // partial lengths: only allowed for data packets
}

std::optional<Header> parse_header(ByteView bytes) {
    const auto* at = as_unsigned(bytes.data());
    if ((at[0] & 0x80) == 0) return std::nullopt;
    return (at[0] & 0x40) != 0 ? new_format(at, bytes.size()) : old_format(at, bytes.size());
}

}  // namespace

Result<std::vector<PacketView>> parse_packets(ByteView bytes) {
    std::vector<PacketView> packets;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto rest = bytes.substr(at);
        const auto header = parse_header(rest);
        if (!header || header->body_size > rest.size() - header->header_size)
            return Error(Fault::invalid_input, "no complete OpenPGP packet at byte " + std::to_string(at));
        const auto size = header->header_size + header->body_size;
        packets.push_back({header->tag, rest.substr(0, size), rest.substr(header->header_size, header->body_size)});
        at += size;
    }
    return packets;
}

std::string render_packet(PacketTag tag, ByteView body) {
    const unsigned length_type = body.size() < 0x100 ? 0 : body.size() < 0x10000 ? 1 : 2;
    std::string size;
    append_big_endian_32(size, static_cast<std::uint32_t>(body.size()));
    std::string packet(1, static_cast<char>(0x80u | unsigned{static_cast<std::uint8_t>(tag)} << 2 | length_type));
    packet.append(size, size.size() - (std::size_t{1} << length_type));
    return packet.append(body);
}

Result<KeyPacketFacts> key_facts(const PacketView& packet) {
    const auto* body = as_unsigned(packet.body.data());
    if (packet.body.size() < 8) return Error(Fault::invalid_input, "an OpenPGP key packet is cut off");
    KeyPacketFacts facts;
    facts.version = body[0];
    if (facts.version == 4) facts.algorithm = body[5];
    constexpr unsigned last_rsa = 3;
    constexpr unsigned dsa = 17;
    if (facts.algorithm <= last_rsa || facts.algorithm == dsa) facts.modulus_bits = big_endian_16(body + 6);
    return facts;
}

Result<unsigned> signature_hash(const PacketView& packet) {
    const auto* body = as_unsigned(packet.body.data());
    if (packet.body.size() >= 17 && (body[0] == 2 || body[0] == 3)) return unsigned{body[16]};
    if (packet.body.size() >= 4 && body[0] >= 4) return unsigned{body[3]};
    return Error(Fault::invalid_input, "an OpenPGP signature packet is cut off");
}

Result<ByteView> primary_key_only(ByteView certificate) {
    for (const auto& packet : TRY(parse_packets(certificate)))
        if (packet.tag == PacketTag::secret_subkey || packet.tag == PacketTag::public_subkey)
            return certificate.substr(0, static_cast<std::size_t>(packet.whole.data() - certificate.data()));
    return certificate;
}

}  // namespace slipway::signing
