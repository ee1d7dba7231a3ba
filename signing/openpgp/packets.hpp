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

/// One OpenPGP packet within bytes that somebody else owns.
struct PacketView {
    PacketTag tag;
    ByteView whole;  // with its header
    ByteView body;
};

/// Reads the packets of a binary OpenPGP message. Faults: invalid_input (truncated, or not OpenPGP).
Result<std::vector<PacketView>> parse_packets(ByteView bytes);

/// Renders one packet in the old format, with the shortest length field, as gpg writes keys and signatures.
/// Precondition: the tag is below 16, as all tags named above are, because the old format has no room for others.
std::string render_packet(PacketTag tag, ByteView body);

/// What the first bytes of a (secret or public) key packet say.
struct KeyPacketFacts {
    unsigned version = 0;
    unsigned algorithm = 0;
    unsigned modulus_bits = 0;  // RSA and DSA only
};
Result<KeyPacketFacts> key_facts(const PacketView& packet);

/// Returns the hash algorithm of a signature packet, in the numbers of RFC 4880 section 9.4.
Result<unsigned> signature_hash(const PacketView& packet);

/// Returns the packets before the first subkey: a certificate with only its primary key.
Result<ByteView> primary_key_only(ByteView certificate);

}  // namespace slipway::signing
