// Decides which private keys are imported. If a client refuses a key, the repository is unreadable there, and the
// refusal would show only at that client and much later. So what the strictest clients refuse (Sequoia's policy in apt
// and rpm, rpm's and dnf's own rules) is refused here:
//
//   DSA, v3, RSA below 2048 bits        rejected by apt's and rpm's policies
//   SHA-1, MD5 self-signatures          no import on EL9, no verification by sqv after 2026-02-01
//   expired or revoked                  every signature worthless
//   a primary key that cannot sign      dnf and apt's Signed-By name the primary key, so that key must sign
//
// Subkeys are dropped: with one around, gpg would prefer it to the primary key. The passphrase is removed, since the
// daemon signs unattended; from then on the file mode of the key directory protects the key.

#include "signing/gpg/key_import.hpp"

#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/packets.hpp"

#include <algorithm>

namespace slipway::signing {
namespace {

constexpr unsigned least_rsa_bits = 2048;
constexpr unsigned last_rsa_algorithm = 3;
constexpr unsigned dsa_algorithm = 17;
constexpr std::string_view any_text = "slipway";

Error refused(const std::string& reason_and_remedy) { return Error("invalid-key"_problem, reason_and_remedy); }

/// Checks what can be seen without gpg.
Result<> check_key_packet(const PacketView& packet) {
    const auto facts = TRY(key_facts(packet));
    if (facts.version != 4)
        return refused("the key is an OpenPGP v" + std::to_string(facts.version) + " key; use a v4 key");
    if (facts.algorithm == dsa_algorithm)
        return refused("the key is a DSA key; use RSA (3072 bits or more) or Ed25519");
    if (facts.algorithm <= last_rsa_algorithm && facts.modulus_bits < least_rsa_bits)
        return refused("the RSA key has " + std::to_string(facts.modulus_bits) + " bits; use 3072 or more");
    return {};
}

Result<std::string> private_key_bytes(const std::string& armored) {
    auto bytes = dearmored(armored);
    if (!bytes.ok()) return refused(bytes.error().message() + "; give the output of gpg --armor --export-secret-keys");
    const auto packets = parse_packets(*bytes);
    if (!packets.ok()) return refused(packets.error().message());
    const auto is_primary = [](const PacketView& packet) { return packet.tag == PacketTag::secret_key; };
    const auto count = std::count_if(packets->begin(), packets->end(), is_primary);
    if (count == 0)
        return refused("there is no private key in it; give the output of gpg --armor --export-secret-keys");
    if (count > 1) return refused("there are " + std::to_string(count) + " primary keys in it; import them one by one");
    TRY(check_key_packet(*std::find_if(packets->begin(), packets->end(), is_primary)));
    return std::move(bytes).release();
}

Result<> check_report(const KeyReport& report) {
    if (report.revoked) return refused("the key is revoked; clients trust none of its signatures");
    if (report.expired) return refused("the key has expired; extend it first (gpg --quick-set-expire), then import it");
    if (!report.has_secret)
        return refused("the private part of the primary key is missing; export it where it is kept");
    if (!report.can_sign)
        return refused(
            "the primary key may not sign (clients accept repositories signed by the primary key only); "
            "change its usage or import a key that can sign");
    return {};
}

/// Only the newest self-signature of each user id is left in an exported key.
Result<> check_self_signatures(ByteView certificate) {
    for (const auto& packet : TRY(parse_packets(certificate))) {
        if (packet.tag != PacketTag::signature) continue;
        const unsigned hash = TRY(signature_hash(packet));
        if (hash <= 3)  // MD5, SHA-1, RIPEMD-160
            return refused(
                "a self-signature of the key is made with MD5, SHA-1 or RIPEMD-160; renew it with "
                "gpg --cert-digest-algo SHA512 --quick-set-expire, then import the key again");
    }
    return {};
}

Result<std::string> take_in(GpgmeSession& session, ByteView bytes, const std::string& passphrase) {
    auto imported = session.import_keys(bytes);
    if (!imported.ok() && imported.error().fault() == Fault::invalid_input) return refused(imported.error().message());
    const auto fingerprints = TRY(std::move(imported));
    const auto& fingerprint = fingerprints.front();
    const auto report = TRY(session.report(fingerprint));
    TRY(check_report(report));
    if (passphrase.empty()) return fingerprint;
    auto removed = session.remove_passphrase(fingerprint, passphrase);
    if (!removed.ok() && removed.error().fault() == Fault::invalid_input) return refused(removed.error().message());
    TRY(std::move(removed));
    return fingerprint;
}

/// Whether gpg signs with the key when nobody is there to type a passphrase.
Result<> check_it_signs(GpgmeSession& session, const std::string& fingerprint) {
    const auto signature = session.sign({fingerprint}, any_text, SignatureForm::detached_binary);
    if (signature.ok()) return {};
    return refused("gpg cannot sign with the key (" + signature.error().message() +
                   "); if it has a passphrase, send that as well");
}

}  // namespace

Result<KeyPair> key_pair(GpgmeSession& session, const std::string& fingerprint) {
    const auto report = TRY(session.report(fingerprint));
    const auto public_bytes = TRY(session.export_key(fingerprint, KeyPart::public_key));
    const auto secret_bytes = TRY(session.export_key(fingerprint, KeyPart::secret_key));
    const auto public_primary = TRY(primary_key_only(public_bytes));
    const auto secret_primary = TRY(primary_key_only(secret_bytes));
    KeyPair pair;
    pair.public_key = {report.fingerprint, report.algorithm, report.created_at, report.expires_at,
                       render_armor({"PGP PUBLIC KEY BLOCK", std::string(public_primary)})};
    pair.armored_secret = render_armor({"PGP PRIVATE KEY BLOCK", std::string(secret_primary)});
    return pair;
}

Result<KeyPair> import_private_key(GpgmeSession& session, const std::string& armored, const std::string& passphrase) {
    const auto bytes = TRY(private_key_bytes(armored));
    const auto primary = TRY(primary_key_only(bytes));
    const auto fingerprint = TRY(take_in(session, primary, passphrase));
    TRY(check_it_signs(session, fingerprint));
    const auto certificate = TRY(session.export_key(fingerprint, KeyPart::public_key));
    TRY(check_self_signatures(certificate));
    return key_pair(session, fingerprint);
}

}  // namespace slipway::signing
