// Signature packets made here, and gpg's own: the layouts must be one.

#include "signing/openpgp/signature.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "signing/gpg/agent_signature.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/verifying_key.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/signing/user_gpg.hpp"
#include "tests/support/must.hpp"

#include <fstream>
#include <iterator>

namespace slipway::signing {
namespace {

using slipway::testing::TempDir;
using slipway::testing::TestKeyring;
using slipway::testing::UserGpg;
using ::testing::ElementsAre;

const std::string data = "some data\n";

OpenPgpSignature a_signature() {
    const auto fingerprint = from_hex("C4AD839F54C0632D023C031261BE262D2DCBAD3E").value();
    const SignatureStatement statement{SignatureType::text, PublicKeyAlgorithm::eddsa, fingerprint,
                                       Seconds(std::chrono::seconds(0x6B034B52))};
    return {statement, "\xDE\x24", {std::string("\x00\x01\xFF", 3), "\x80"}};
}

PacketView only_packet(const std::string& bytes) {
    const auto packets = MUST(parse_packets(bytes));
    EXPECT_EQ(packets.size(), 1u);
    return packets.front();
}

TEST(SignaturePacket, HasItsFieldsInTheOrderOfItsDrawing) {
    EXPECT_EQ(to_hex(render_signature(a_signature())),
              "8838"
              "0401160a001d"
              "162104c4ad839f54c0632d023c031261be262d2dcbad3e"
              "05026b034b52"
              "000a"
              "091061be262d2dcbad3e"
              "de24"
              "000901ff"
              "000880");
}

TEST(SignaturePacket, IsReadBackWithoutTheLeadingZerosOfItsNumbers) {
    const auto packet = render_signature(a_signature());

    const auto parsed = MUST(parse_signature(only_packet(packet)));

    EXPECT_EQ(parsed.statement, a_signature().statement);
    EXPECT_EQ(parsed.digest_start, "\xDE\x24");
    EXPECT_THAT(parsed.values, ElementsAre("\x01\xFF", "\x80"));
}

TEST(SignaturePacket, ThatIsCutOffAnywhereIsRefused) {
    const auto whole = std::string(only_packet(render_signature(a_signature())).body);
    unsigned refused = 0;

    for (std::size_t size = 0; size < whole.size(); ++size)
        refused += parse_signature({PacketTag::signature, {}, ByteView(whole).substr(0, size)}).ok() ? 0 : 1;

    EXPECT_EQ(refused, whole.size() - 2);  // a packet may end before its first and before its second number
}

class GpgSignature : public ::testing::TestWithParam<const char*> {
protected:
    GpgSignature() {
        gpg_.generate(GetParam(), "sign");
        certificate_ = MUST(dearmored(gpg_.run({"--armor", "--export"})));
    }
    std::string sign(const std::string& how) const {
        const auto path = files_.write("data", data);
        const auto signature = files_.path() / "signature";
        gpg_.run({"--digest-algo", "SHA512", how, "--output", signature, path});
        std::ifstream file(signature, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    UserGpg gpg_;
    TempDir files_;
    std::string certificate_;
};

TEST_P(GpgSignature, HasByteForByteTheLayoutOfOurs) {
    const auto packet = sign("--detach-sign");
    const auto parsed = MUST(parse_signature(only_packet(packet)));

    EXPECT_EQ(render_signature(parsed), packet);
}

TEST_P(GpgSignature, VerifiesHereAndNoLongerWhenAnythingIsChanged) {
    const auto packet = sign("--detach-sign");
    const auto signature = MUST(parse_signature(only_packet(packet)));
    const auto found = MUST(VerifyingKey::of(certificate_));
    ASSERT_TRUE(found);
    const auto& key = *found;
    auto later = signature.statement;
    later.created_at += std::chrono::seconds(1);

    EXPECT_EQ(to_hex(key.fingerprint()), to_lower(gpg_.fingerprint()));
    EXPECT_TRUE(key.verifies(signed_digest(data, signature.statement), signature.values));
    EXPECT_FALSE(key.verifies(signed_digest("other", signature.statement), signature.values));
    EXPECT_FALSE(key.verifies(signed_digest(data, later), signature.values));
    EXPECT_FALSE(key.verifies(signed_digest(data, signature.statement), {}));
}

INSTANTIATE_TEST_SUITE_P(Of, GpgSignature, ::testing::Values("rsa2048", "rsa3072", "ed25519"),
                         [](const auto& row) { return std::string(row.param); });

TEST(VerifyingKey, OfAnotherKindIsLeftToGpg) {
    const UserGpg gpg;
    gpg.generate("nistp256", "sign");
    const auto certificate = MUST(dearmored(gpg.run({"--armor", "--export"})));

    EXPECT_FALSE(MUST(VerifyingKey::of(certificate)).has_value());
}

TEST(VerifyingKey, OfADamagedCertificateIsRefused) {
    const auto certificate = MUST(dearmored(TestKeyring::shared().rsa().armored));
    const auto body = std::string(MUST(parse_packets(certificate)).front().body);

    EXPECT_FAULT(VerifyingKey::of(render_packet(PacketTag::public_key, body.substr(0, 100))), Fault::invalid_input);
    EXPECT_FAULT(VerifyingKey::of(render_packet(PacketTag::user_id, body)), Fault::invalid_input);
    EXPECT_FAULT(VerifyingKey::of(""), Fault::invalid_input);
}

TEST(AgentSignature, GivesItsNumbersInOrder) {
    EXPECT_THAT(MUST(parse_agent_signature("(7:sig-val(3:rsa(1:s3:a:b)))")), ElementsAre("a:b"));
    EXPECT_THAT(MUST(parse_agent_signature("(7:sig-val(5:eddsa(1:r2:RR)(1:s2:SS)))")), ElementsAre("RR", "SS"));
}

class AgentSignatureForm : public ::testing::TestWithParam<const char*> {};

TEST_P(AgentSignatureForm, OfAnotherKindIsRefused) {
    EXPECT_FAULT(parse_agent_signature(GetParam()), Fault::invalid_input);
}

INSTANTIATE_TEST_SUITE_P(AgentSignature, AgentSignatureForm,
                         ::testing::Values("", "(7:sig-val)", "(7:sig-val(5:ecdsa(1:r1:r)(1:s1:s)))",
                                           "(7:sig-val(3:rsa(1:s9:short)))", "(7:sig-val(3:rsa(1:t1:s)))",
                                           "(7:sig-val(3:rsa(1:s1:s))", "(3:rsa(1:s1:s))"));

}  // namespace
}  // namespace slipway::signing
