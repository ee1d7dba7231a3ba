#include "signing/openpgp/armor.hpp"

#include "base/text.hpp"
#include "signing/keys/key.hpp"
#include "signing/openpgp/packets.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace slipway::signing {
namespace {

using slipway::testing::run_command;
using slipway::testing::TempDir;
using slipway::testing::TestKeyring;
using ::testing::HasSubstr;

class ArmorOfEveryLength : public ::testing::TestWithParam<int> {};

TEST_P(ArmorOfEveryLength, ParsesBackToTheSameBytes) {
    const std::string bytes = std::string("\0\xFF\x80", 3) + std::string(static_cast<std::size_t>(GetParam()), 'x');

    const auto blocks = MUST(parse_armor(render_armor({"PGP MESSAGE", bytes})));

    ASSERT_EQ(blocks.size(), 1u);
    EXPECT_EQ(blocks[0].type, "PGP MESSAGE");
    EXPECT_EQ(blocks[0].bytes, bytes);
}

INSTANTIATE_TEST_SUITE_P(Armor, ArmorOfEveryLength, ::testing::Values(0, 1, 2, 44, 45, 46, 1000));

TEST(Armor, EqualsWhatGpgWrites) {
    const TempDir files;
    const auto& key = TestKeyring::shared().rsa();
    const auto binary = files.write("key.gpg", MUST(dearmored(key.armored)));

    const auto by_gpg = run_command({"gpg", "--no-options", "--homedir", files.path(), "--enarmor", "-o", "-", binary});

    const auto blocks = MUST(parse_armor(by_gpg.output));
    EXPECT_EQ(render_armor({"PGP PUBLIC KEY BLOCK", blocks.front().bytes}), key.armored);
}

TEST(Armor, MergedKeysAreOneBlockInWhichGpgvFindsEveryKey) {
    const TempDir files;
    const auto& keyring = TestKeyring::shared();

    const auto merged = MUST(merged_armor(keyring.rsa().armored + "\n" + keyring.ed25519().armored));

    EXPECT_EQ(MUST(parse_armor(merged)).size(), 1u);
    const auto listed = run_command({"gpg", "--homedir", files.path(), "--show-keys", files.write("keys.asc", merged)});
    EXPECT_THAT(listed.output, HasSubstr(keyring.rsa().fingerprint));
    EXPECT_THAT(listed.output, HasSubstr(keyring.ed25519().fingerprint));
}

TEST(Armor, RpmImportsEveryKeyOfAFileInEitherForm) {
    const TempDir files;
    const auto& keyring = TestKeyring::shared();
    const auto two_blocks = keyring.rsa().armored + keyring.ed25519().armored;

    for (const auto& keys : {two_blocks, MUST(merged_armor(two_blocks))}) {
        const TempDir database;
        const auto path = files.write("rpm-keys.asc", keys);
        ASSERT_EQ(run_command({"rpmkeys", "--dbpath", database.path(), "--import", path}).exit_code, 0);
        const auto listed = run_command({"rpm", "--dbpath", database.path(), "-q", "gpg-pubkey"}).output;
        EXPECT_THAT(listed, HasSubstr(to_lower(keyring.rsa().fingerprint.substr(32))));
        EXPECT_THAT(listed, HasSubstr(to_lower(keyring.ed25519().fingerprint.substr(32))));
    }
}

TEST(Armor, HeadersCarriageReturnsAndAMissingChecksumAreAccepted) {
    const std::string text =
        "some words\r\n-----BEGIN PGP MESSAGE-----\r\nVersion: 1\r\nComment: x\r\n\r\naGVsbG8=\r\n"
        "-----END PGP MESSAGE-----\r\n";

    EXPECT_EQ(MUST(parse_armor(text)).front().bytes, "hello");
}

TEST(Armor, NoKeysAreNoBytes) {
    EXPECT_EQ(MUST(dearmored("")), "");
    EXPECT_EQ(MUST(merged_armor("\n")), "");
}

struct BadArmor {
    const char* name;
    const char* text;
    const char* reason;
};

class RefusedArmor : public ::testing::TestWithParam<BadArmor> {};

TEST_P(RefusedArmor, NamesTheReason) {
    const auto refused = parse_armor(GetParam().text);

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_THAT(refused.error().message(), HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Armor, RefusedArmor,
    ::testing::Values(
        BadArmor{"NoBlock", "aGVsbG8=", "no armor block"},
        BadArmor{"NoEnd", "-----BEGIN PGP MESSAGE-----\n\naGVsbG8=\n", "has no end line"},
        BadArmor{"OtherEnd", "-----BEGIN PGP MESSAGE-----\n\naGVsbG8=\n-----END PGP X-----\n", "has no end line"},
        BadArmor{"OddLength", "-----BEGIN PGP MESSAGE-----\n\naGVsb\n-----END PGP MESSAGE-----\n", "not base64"},
        BadArmor{"OtherLetters", "-----BEGIN PGP MESSAGE-----\n\naG!sbG8=\n-----END PGP MESSAGE-----\n", "not base64"},
        BadArmor{"WrongChecksum", "-----BEGIN PGP MESSAGE-----\n\naGVsbG8=\n=AAAA\n-----END PGP MESSAGE-----\n",
                 "wrong checksum"}),
    [](const auto& row) { return row.param.name; });

TEST(Packets, EveryCutOfACertificateIsRefusedOrEndsBetweenPackets) {
    const auto certificate = MUST(dearmored(TestKeyring::shared().rsa().armored));
    std::size_t complete = 0;

    for (std::size_t size = 1; size < certificate.size(); ++size)
        complete += parse_packets(std::string_view(certificate).substr(0, size)).ok() ? 1u : 0u;

    EXPECT_EQ(complete, 2u);  // after the key and after the user id
}

TEST(Packets, PartialAndIndeterminateLengthsAreRefused) {
    EXPECT_FAULT(parse_packets("\x9B rest"), Fault::invalid_input);
    EXPECT_FAULT(parse_packets("\xC6\xE0 rest"), Fault::invalid_input);
    EXPECT_FAULT(parse_packets("text"), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::signing
