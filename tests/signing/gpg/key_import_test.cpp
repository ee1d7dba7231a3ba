// Keys that are refused are made by gpg itself, at test time, in a home whose path is short enough for its agent.

#include "base/text.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/signing_workers.hpp"
#include "signing/verifier.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/signing/user_gpg.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace slipway::signing {
namespace {

using slipway::testing::clear_sign;
using slipway::testing::import_key;
using slipway::testing::run_command;
using slipway::testing::TestKeyring;
using slipway::testing::UserGpg;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class KeyImport : public ::testing::Test {
protected:
    Result<PublicKey> import(const std::string& armored, const std::string& passphrase = "") {
        return import_key(TestKeyring::shared().workers(), "imports", armored, passphrase);
    }
    void expect_refusal(const Result<PublicKey>& refused, const char* reason) {
        EXPECT_FAULT(refused, Fault::invalid_input);
        if (refused.ok()) return;
        EXPECT_EQ(refused.error().code(), "invalid-key");
        EXPECT_THAT(refused.error().message(), HasSubstr(reason));
    }
    UserGpg gpg;
};

TEST_F(KeyImport, AnImportedKeySigns) {
    gpg.generate("rsa2048", "sign");

    const auto key = MUST(import(gpg.secret()));

    EXPECT_EQ(key.fingerprint, gpg.fingerprint());
    EXPECT_EQ(key.algorithm, "rsa2048");
    EXPECT_EQ(key.expires_at, std::nullopt);
    const auto message = MUST(clear_sign(TestKeyring::shared().workers(), "imports", {key.fingerprint}, "text\n"));
    EXPECT_THAT(MUST(verify(key.armored, {}, message)), ElementsAre(key.fingerprint));
}

TEST_F(KeyImport, AKeyOfACurveOfNistSignsThroughGpgAlsoBesideOthers) {
    gpg.generate("nistp256", "sign");
    auto& workers = TestKeyring::shared().workers();

    const auto key = MUST(import(gpg.secret()));
    const auto rsa = MUST(import(TestKeyring::shared().rsa_private()));

    const auto message = MUST(clear_sign(workers, "imports", {rsa.fingerprint, key.fingerprint}, "text\n"));
    EXPECT_EQ(key.algorithm, "nistp256");
    EXPECT_THAT(MUST(verify(key.armored + rsa.armored, {}, message)), ElementsAre(rsa.fingerprint, key.fingerprint));
}

TEST_F(KeyImport, ThePassphraseIsRemoved) {
    gpg.generate("ed25519", "sign", {}, "secret words");

    const auto key = MUST(import(gpg.secret("secret words"), "secret words"));

    MUST(clear_sign(TestKeyring::shared().workers(), "imports", {key.fingerprint}, "text\n"));
}

TEST_F(KeyImport, AWrongPassphraseIsRefused) {
    gpg.generate("ed25519", "sign", {}, "secret words");
    expect_refusal(import(gpg.secret("secret words"), "other words"), "the passphrase is wrong");
}

TEST_F(KeyImport, AProtectedKeyWithoutItsPassphraseIsRefused) {
    gpg.generate("ed25519", "sign", {}, "secret words");
    expect_refusal(import(gpg.secret("secret words")), "send that as well");
}

TEST_F(KeyImport, SubkeysAreDroppedSoThatThePrimaryKeySigns) {
    gpg.generate("rsa2048", "sign");
    gpg.run({"--passphrase", "", "--quick-add-key", gpg.fingerprint(), "rsa2048", "sign", "never"});

    const auto key = MUST(import(gpg.secret()));

    const auto message = MUST(clear_sign(TestKeyring::shared().workers(), "imports", {key.fingerprint}, "text\n"));
    const auto shown =
        run_command({"gpg", "--show-keys", "--with-colons", gpg.home().write("k.asc", key.armored)}).output;
    EXPECT_THAT(shown, Not(HasSubstr("sub:")));
    const auto binary = gpg.home().write("k.gpg", MUST(dearmored(key.armored)));
    EXPECT_EQ(run_command({"gpgv", "--keyring", binary, gpg.home().write("m.asc", message)}).exit_code, 0);
}

TEST_F(KeyImport, APrimaryKeyThatMayNotSignIsRefused) {
    gpg.generate("rsa2048", "cert");
    gpg.run({"--passphrase", "", "--quick-add-key", gpg.fingerprint(), "rsa2048", "sign", "never"});

    expect_refusal(import(gpg.secret()), "primary key may not sign");
}

TEST_F(KeyImport, APrimaryKeyKeptElsewhereIsRefused) {
    gpg.generate("rsa2048", "sign");
    gpg.run({"--passphrase", "", "--quick-add-key", gpg.fingerprint(), "rsa2048", "sign", "never"});

    expect_refusal(import(gpg.run({"--armor", "--export-secret-subkeys"})),
                   "private part of the primary key is missing");
}

TEST_F(KeyImport, APublicKeyIsRefused) {
    expect_refusal(import(TestKeyring::shared().rsa().armored), "no private key");
}

TEST_F(KeyImport, TextThatIsNoKeyIsRefused) { expect_refusal(import("hello"), "no armor block"); }

TEST_F(KeyImport, SeveralPrimaryKeysAreRefused) {
    const auto& keyring = TestKeyring::shared();
    expect_refusal(import(keyring.rsa_private() + keyring.ed25519_private()), "2 primary keys");
}

TEST_F(KeyImport, AShortRsaKeyIsRefused) {
    gpg.generate("rsa1024", "sign");
    expect_refusal(import(gpg.secret()), "1024 bits");
}

TEST_F(KeyImport, ADsaKeyIsRefused) {
    gpg.generate("dsa2048", "sign");
    expect_refusal(import(gpg.secret()), "DSA");
}

TEST_F(KeyImport, ASha1SelfSignatureIsRefused) {
    gpg.generate("rsa2048", "sign", {"--cert-digest-algo", "SHA1"});
    expect_refusal(import(gpg.secret()), "SHA-1");
}

TEST_F(KeyImport, AnExpiredKeyIsRefused) {
    gpg.run({"--faked-system-time", "20200101T000000", "--passphrase", "", "--quick-generate-key", "user", "ed25519",
             "sign", "1d"});
    expect_refusal(import(gpg.secret()), "has expired");
}

TEST_F(KeyImport, ARevokedKeyIsRefused) {
    gpg.generate("ed25519", "sign");
    const auto name = gpg.home().path() / "openpgp-revocs.d" / (gpg.fingerprint() + ".rev");
    run_command({"sed", "-i", "s/^:---/---/", name});
    gpg.run({"--import", name});

    expect_refusal(import(gpg.secret()), "is revoked");
}

}  // namespace
}  // namespace slipway::signing
