#include "signing/gpg/signature_check.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/cleartext.hpp"

#include <algorithm>

namespace slipway::signing {
namespace {

Error unverified(std::string_view what) {
    return Error(Fault::corrupt, "the signature that was made does not verify: " + std::string(what));
}

/// Returns the packets in a signature, with or without armor. dnf refuses a second packet, apt a second block.
Result<std::string> packet_bytes(std::string_view signature, const SignRequest& request) {
    std::string bytes(signature);
    if (request.form != SignatureForm::detached_binary) {
        auto blocks = TRY(parse_armor(signature));
        if (blocks.size() != 1) return unverified("it has " + std::to_string(blocks.size()) + " armor blocks");
        bytes = std::move(blocks.front().bytes);
    }
    const auto packets = TRY(parse_packets(bytes));
    const auto is_signature = [](const PacketView& packet) { return packet.tag == PacketTag::signature; };
    if (packets.size() != request.keys.size() || !std::all_of(packets.begin(), packets.end(), is_signature))
        return unverified("it has not one signature packet per key");
    return bytes;
}

std::string_view without_last_newline(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

/// What the signatures of a clear-signed message are over.
Result<std::string> signed_text(const SignRequest& request, std::string_view signature) {
    const auto message = TRY(parse_clear_signed(signature));
    if (message.hash != "SHA512") return unverified("it names another hash");
    if (without_last_newline(message.text) != without_last_newline(request.data))
        return unverified("the text in it is another one");
    return canonical_text(message.text);
}

/// What the signatures are over, and of which type they must be.
struct SignedDataView {
    SignatureType type;
    std::string_view bytes;
};

bool is_good(const VerifyingKey& key, const SignedDataView& data, const OpenPgpSignature& signature) {
    const auto& statement = signature.statement;
    if (statement.type != data.type || statement.algorithm != key.algorithm() ||
        statement.fingerprint != key.fingerprint())
        return false;
    const auto digest = signed_digest(data.bytes, statement);
    return digest.starts_with(signature.digest_start) && key.verifies(digest, signature.values);
}

}  // namespace

Result<> check_here(const VerifyingKeys& keys, const SignRequest& request, std::string_view signature) {
    const auto bytes = TRY(packet_bytes(signature, request));
    const auto packets = TRY(parse_packets(bytes));
    const bool is_clear = request.form == SignatureForm::clear;
    std::string text;
    if (is_clear) text = TRY(signed_text(request, signature));
    const SignedDataView data{is_clear ? SignatureType::text : SignatureType::binary,
                              is_clear ? std::string_view(text) : request.data};
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const auto found = TRY(parse_signature(packets[i]));
        const auto key = keys.find(request.keys[i]);
        if (key == keys.end() || !is_good(key->second, data, found))
            return unverified("it is not good by key " + request.keys[i]);
    }
    return {};
}

Result<> check_by_gpg(GpgmeSession& checker, const SignRequest& request, std::string_view signature) {
    TRY(packet_bytes(signature, request));
    const bool is_clear = request.form == SignatureForm::clear;
    const auto message = TRY(checker.check(is_clear ? std::string_view() : request.data, signature));
    std::vector<std::string> good;
    for (const auto& found : message.signatures)
        if (found.state == CheckedSignature::State::good) good.push_back(found.fingerprint);
    if (good != request.keys)
        return unverified("good are [" + join(good, " ") + "], asked for was [" + join(request.keys, " ") + "]");
    if (is_clear && canonical_text(message.text) != canonical_text(request.data))  // gpg drops blanks at line ends
        return unverified("the text in it is another one");
    return {};
}

}  // namespace slipway::signing
