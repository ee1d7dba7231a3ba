// Armor, packets and signatures: what is parsed and written is parsed again as the same; packets tile their bytes; a
// signature by nobody verifies with no key.
#include "fuzz/support.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/packets.hpp"
#include "signing/openpgp/signature.hpp"
#include "signing/openpgp/verifying_key.hpp"

using namespace slipway::fuzz;
namespace signing = slipway::signing;

namespace {

void signature(const signing::PacketView& packet) {
    const auto parsed = signing::parse_signature(packet);
    if (!parsed) return;
    const auto rendered = signing::render_signature(*parsed);
    const auto packets = signing::parse_packets(rendered);
    require(packets.ok() && packets->size() == 1 && packets->front().tag == signing::PacketTag::signature);
    const auto again = signing::parse_signature(packets->front());
    require(again.ok() && again->statement == parsed->statement && again->digest_start == parsed->digest_start);
    require(again->values.size() == parsed->values.size());
    require(signing::signed_digest("text", again->statement).size() == 64);
}

void packets(std::string_view bytes) {
    const auto parsed = signing::parse_packets(bytes);
    if (!parsed) return;
    std::size_t at = 0;
    for (const auto& packet : *parsed) {
        require(packet.whole.data() == bytes.data() + at && packet.whole.ends_with(packet.body));
        at += packet.whole.size();
        const auto facts = signing::key_facts(packet);
        if (facts) require(facts->modulus_bits <= 65535);
        static_cast<void>(signing::signature_hash(packet).ok());
        if (packet.tag == signing::PacketTag::signature) signature(packet);
        if (static_cast<unsigned>(packet.tag) >= 16) continue;
        const auto rendered = signing::render_packet(packet.tag, packet.body);
        const auto again = signing::parse_packets(rendered);
        require(again.ok() && again->size() == 1 && again->front().body == packet.body);
    }
    require(at == bytes.size());
    const auto primary = signing::primary_key_only(bytes);
    require(primary.ok() && bytes.starts_with(*primary));
}

void key(std::string_view certificate) {
    const auto parsed = signing::VerifyingKey::of(certificate);
    if (!parsed || !*parsed) return;
    require((*parsed)->fingerprint().size() == 20);
    const std::string digest(64, '\1');
    require(!(*parsed)->verifies(digest, {}));
    require(!(*parsed)->verifies(digest, {std::string("\2"), std::string("\3")}));
}

void armor(std::string_view text) {
    const auto blocks = signing::parse_armor(text);
    if (!blocks) return;
    require(!blocks->empty());
    for (const auto& block : *blocks) {
        const auto again = signing::parse_armor(signing::render_armor(block));
        require(again.ok() && again->size() == 1);
        require(again->front().bytes == block.bytes && again->front().type == block.type);
        packets(block.bytes);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = text_of(data, size);
    armor(bytes);
    packets(bytes);
    key(bytes);
    return 0;
}
