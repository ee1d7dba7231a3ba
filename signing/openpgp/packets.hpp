#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

enum class PacketTag : std::uint8_t {
    signature = 2,
    secret_key = 5,
    public_key = 6,
    secret_subkey = 7,
    user_id = 13,
    public_subkey = 14,
};

/// One OpenPGP packet within bytes somebody else owns.
struct PacketView {
    PacketTag tag;
    ByteView whole;  // with its header
    ByteView body;
};

/// The packets of a binary OpenPGP message. Faults: invalid_input (cut off, or not OpenPGP).
Result<std::vector<PacketView>> parse_packets(ByteView bytes);

/// One packet in the old format, with the shortest length field, as gpg writes keys and signatures. Precondition: a tag
/// below 16, as all that have a name above are; the old format has room for no other.
std::string render_packet(PacketTag tag, ByteView body);

/// What the first bytes of a (secret or public) key packet say.
struct KeyPacketFacts {
    unsigned version = 0;
    unsigned algorithm = 0;
    unsigned modulus_bits = 0;  // RSA and DSA only
};
Result<KeyPacketFacts> key_facts(const PacketView& packet);

/// The hash algorithm of a signature packet, as RFC 4880 section 9.4 numbers them.
Result<unsigned> signature_hash(const PacketView& packet);

/// The packets before the first subkey: a certificate that consists of its primary key alone.
Result<ByteView> primary_key_only(ByteView certificate);

}  // namespace slipway::signing
