#include "signing/signing_workers.hpp"

#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/packets.hpp"
#include "signing/verifier.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace slipway::signing {
namespace {

using slipway::testing::clear_sign;
using slipway::testing::detach_sign;
using slipway::testing::run_command;
using slipway::testing::TempDir;
using slipway::testing::TestKeyring;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string release = "Origin: main\nSuite: dev\n- a line that begins with a dash\nSHA256:\n";

/// The packets of one armor block.
std::vector<PacketTag> packet_tags(const std::string& armored) {
    const auto blocks = MUST(parse_armor(armored));
    EXPECT_EQ(blocks.size(), 1u);
    std::vector<PacketTag> tags;
    for (const auto& packet : MUST(parse_packets(blocks.front().bytes))) tags.push_back(packet.tag);
    return tags;
}

class Signing : public ::testing::Test {
protected:
    TestKeyring& keyring = TestKeyring::shared();
    SigningWorkers& workers = keyring.workers();
    const std::string rsa = keyring.rsa().fingerprint;
    const std::string ed25519 = keyring.ed25519().fingerprint;
    const std::string both_keys = keyring.rsa().armored + keyring.ed25519().armored;
    TempDir files;

    unsigned signatures_that_fail(const std::string& key, unsigned count) {
        unsigned failed = 0;
        for (unsigned i = 0; i < count; ++i) {
            const auto made = detach_sign(workers, "main", {key}, "data " + std::to_string(i), Encoding::binary);
            if (!made.ok()) ++failed;
        }
        return failed;
    }
};

TEST_F(Signing, ClearSignsWithOneArmorBlockOfOnePacketPerKeyInTheOrderAskedFor) {
    const auto message = MUST(clear_sign(workers, "main", {rsa, ed25519}, release));
    const auto reversed = MUST(clear_sign(workers, "main", {ed25519, rsa}, release));

    EXPECT_THAT(message, StartsWith("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"));
    EXPECT_THAT(packet_tags(message), ElementsAre(PacketTag::signature, PacketTag::signature));
    EXPECT_THAT(MUST(verify(both_keys, {}, message)), ElementsAre(rsa, ed25519));
    EXPECT_THAT(MUST(verify(both_keys, {}, reversed)), ElementsAre(ed25519, rsa));
}

TEST_F(Signing, DetachedSignaturesOfOneKeyHaveExactlyOnePacket) {
    const auto armored = MUST(detach_sign(workers, "main", {rsa}, "<repomd/>", Encoding::armored));
    const auto binary = MUST(detach_sign(workers, "main", {ed25519}, "<repomd/>", Encoding::binary));

    EXPECT_THAT(packet_tags(armored), ElementsAre(PacketTag::signature));
    EXPECT_EQ(MUST(parse_packets(binary)).size(), 1u);
    EXPECT_THAT(MUST(verify(keyring.rsa().armored, "<repomd/>", armored)), ElementsAre(rsa));
    EXPECT_THAT(MUST(verify(keyring.ed25519().armored, "<repomd/>", binary)), ElementsAre(ed25519));
}

TEST_F(Signing, GpgReadsTheTextBackWithoutTheBlanksAtLineEnds) {
    const std::string text = "From: a dash and blanks\n\n-----BEGIN PGP SIGNATURE-----\nno newline";
    const auto message = files.write("message.asc", MUST(clear_sign(workers, "main", {rsa, ed25519}, text + " \t")));
    const auto keys = files.write("keys.gpg", MUST(dearmored(both_keys)));

    const auto read = run_command({"gpgv", "--quiet", "--keyring", keys, "--output", files.path() / "text", message});

    EXPECT_EQ(read.exit_code, 0) << read.output;
    EXPECT_EQ(run_command({"cat", files.path() / "text"}).output, text + "\n");
}

TEST_F(Signing, EverySignatureOfManyVerifies) {
    EXPECT_EQ(signatures_that_fail(ed25519, 600), 0u);  // one in 128 has a number with a leading zero
    EXPECT_EQ(signatures_that_fail(rsa, 20), 0u);
}

TEST_F(Signing, AnUnknownKeyOrRepositoryIsNotFound) {
    EXPECT_FAULT(clear_sign(workers, "main", {std::string(40, 'A')}, release), Fault::not_found);
    EXPECT_FAULT(clear_sign(workers, "nowhere", {rsa}, release), Fault::not_found);
    EXPECT_FAULT(clear_sign(workers, "main", {}, release), Fault::not_found);
}

TEST_F(Signing, ARepositoryNameThatLeavesTheKeyDirectoryIsRefused) {
    EXPECT_FAULT(clear_sign(workers, "../main", {rsa}, release), Fault::invalid_input);
    EXPECT_FAULT(clear_sign(workers, "", {rsa}, release), Fault::invalid_input);
}

TEST_F(Signing, VerifyRefusesATamperedText) {
    auto message = MUST(clear_sign(workers, "main", {rsa, ed25519}, release));
    message.replace(message.find("dev"), 3, "dex");

    EXPECT_FAULT(verify(both_keys, {}, message), Fault::corrupt);
}

TEST_F(Signing, VerifyRefusesWhatOnlyUnknownKeysSigned) {
    const auto message = MUST(clear_sign(workers, "main", {rsa}, release));

    EXPECT_FAULT(verify(keyring.ed25519().armored, {}, message), Fault::corrupt);
    EXPECT_FAULT(verify(keyring.rsa().armored, "data", "no signature at all"), Fault::corrupt);
}

TEST_F(Signing, VerifyNamesTheKnownSignersOnly) {
    const auto message = MUST(clear_sign(workers, "main", {rsa, ed25519}, release));

    EXPECT_THAT(MUST(verify(keyring.ed25519().armored, {}, message)), ElementsAre(ed25519));
}

TEST_F(Signing, GpgvAcceptsAClearSignedTextByEitherKeyAlone) {
    const auto message = files.write("InRelease", MUST(clear_sign(workers, "main", {rsa, ed25519}, release)));

    for (const auto* key : {&keyring.rsa(), &keyring.ed25519()}) {
        const auto keys = files.write("key.gpg", MUST(dearmored(key->armored)));
        EXPECT_EQ(run_command({"gpgv", "--keyring", keys, message}).exit_code,
                  2);  // the other key is unknown: apt reads on
        EXPECT_THAT(run_command({"gpgv", "--keyring", keys, message}).output, HasSubstr("Good signature"));
    }
}

TEST_F(Signing, SqvAcceptsADetachedSignatureOfTwoKeysByEitherKeyAlone) {
    const auto data = files.write("Release", release);
    const auto signature =
        files.write("Release.gpg", MUST(detach_sign(workers, "main", {rsa, ed25519}, release, Encoding::armored)));

    for (const auto* key : {&keyring.rsa(), &keyring.ed25519()}) {
        const auto checked = run_command({"sqv", "--keyring", files.write("key.asc", key->armored), signature, data});
        EXPECT_EQ(checked.exit_code, 0) << checked.output;
        EXPECT_THAT(checked.output, HasSubstr(key->fingerprint));
    }
}

}  // namespace
}  // namespace slipway::signing
