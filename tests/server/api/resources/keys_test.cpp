// The life of signing keys through the API: every transition, every refusal, and what clients are told.
#include "server/api/routing/json.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/command.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <cctype>

namespace slipway::api {
namespace {

using testing::an_rpm;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string keys_url = main_url + "/keys";

/// A private key as people keep it, made by gpg in a home of its own.
std::string private_key(const std::string& passphrase) {
    const testing::TempDir home;
    home.write("gpg-agent.conf", "s2k-count 65536\n");
    const auto run = [&](std::vector<std::string> arguments) {
        std::vector<std::string> all{
            "gpg",      "--homedir",    home.path(), "--batch", "--quiet", "--no-permission-warning", "--pinentry-mode",
            "loopback", "--passphrase", passphrase};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return testing::run_command(all).output;
    };
    run({"--quick-generate-key", "user", "ed25519", "sign", "never"});
    auto armored = run({"--armor", "--export-secret-keys"});
    testing::run_command({"gpgconf", "--homedir", home.path(), "--kill", "all"});
    return armored;
}

class Keys : public ::testing::Test {
protected:
    Keys() {
        api_.make_main();
        active_ = fingerprint_of("active");
    }

    /// The fingerprint of the first key in this state, "" when there is none.
    std::string fingerprint_of(const std::string& state) {
        const auto body = body_of(api_.get(keys_url));
        const auto at = body.find("\",\"state\":\"" + state + "\"");
        return at == body.npos ? "" : body.substr(at - 40, 40);
    }
    Response change(const std::string& fingerprint, const std::string& verb, const std::string& query = "") {
        return api_.post(keys_url + "/" + fingerprint + "/" + verb + query, "");
    }
    /// Makes a standby key. Its fingerprint.
    std::string add_key() {
        const auto made = api_.post(keys_url, R"({"algorithm":"ed25519"})");
        EXPECT_EQ(made.status, 201U) << body_of(made);
        return fingerprint_of("standby");
    }

    TestApi api_{{.gpg_deadline = std::chrono::minutes(1)}};
    std::string active_;
};

TEST_F(Keys, AreCreatedAsStandby) {
    const auto made = api_.post(keys_url, R"({"algorithm":"rsa3072"})");

    EXPECT_EQ(made.status, 201U) << body_of(made);
    EXPECT_THAT(body_of(made), HasSubstr(R"("state":"standby","algorithm":"rsa3072")"));
    EXPECT_EQ(fingerprint_of("active"), active_);
    EXPECT_EQ(member(api_.get(dev_url), "revision"), "1");
}

TEST_F(Keys, AreImportedWithTheirPassphraseOnly) {
    const auto armored = private_key("secret words");
    const auto body = [&](const std::string& passphrase) {
        return Json::object({{"armored", armored}, {"passphrase", passphrase}}).text();
    };

    const auto wrong = api_.post(keys_url, body("other words"));
    const auto imported = api_.post(keys_url, body("secret words"));
    const auto again = api_.post(keys_url, body("secret words"));

    EXPECT_EQ(code_of(wrong), "invalid-key") << body_of(wrong);
    EXPECT_EQ(imported.status, 201U) << body_of(imported);
    EXPECT_THAT(body_of(imported), HasSubstr("\"state\":\"standby\""));
    EXPECT_THAT(body_of(imported), Not(HasSubstr("PRIVATE")));
    EXPECT_EQ(code_of(again), "key-state") << body_of(again);
}

TEST_F(Keys, LiveFromStandbyToActiveToRetiringToRetiredToRevoked) {
    const auto added = add_key();

    const auto activated = change(added, "activate", "?force=true");
    EXPECT_EQ(activated.status, 200U) << body_of(activated);
    EXPECT_EQ(fingerprint_of("active"), added);
    EXPECT_EQ(fingerprint_of("retiring"), active_);

    EXPECT_EQ(change(active_, "retire").status, 200U);
    EXPECT_EQ(fingerprint_of("retired"), active_);
    EXPECT_EQ(change(active_, "revoke").status, 200U);
    EXPECT_EQ(fingerprint_of("revoked"), active_);
    EXPECT_EQ(api_.get("/main/revoked.asc").status, 200U);
}

TEST_F(Keys, AreFoundByLowerCaseFingerprintsToo) {
    const auto added = add_key();
    std::string lower = added;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));

    EXPECT_EQ(change(lower, "retire").status, 200U);
}

TEST_F(Keys, ThatAreActiveCanNeitherRetireNorBeRevokedNorActivated) {
    for (const auto* verb : {"retire", "revoke", "activate"}) {
        const auto refused = change(active_, verb);
        EXPECT_EQ(refused.status, 409U) << verb;
        EXPECT_EQ(code_of(refused), "key-state");
        EXPECT_THAT(member(refused, "detail"), HasSubstr("is active; "));
    }
}

TEST_F(Keys, ThatAreRevokedStaySo) {
    const auto added = add_key();
    change(added, "revoke");

    for (const auto* verb : {"retire", "revoke", "activate"}) {
        EXPECT_EQ(code_of(change(added, verb, verb == std::string("activate") ? "?force=true" : "")), "key-state");
    }
    EXPECT_EQ(fingerprint_of("revoked"), added);
}

TEST_F(Keys, ThatNobodyHasAreNotFound) { EXPECT_EQ(change(std::string(40, 'A'), "retire").status, 404U); }

TEST_F(Keys, RotateToTheOldestStandbyKeyAndTellWhatClientsDo) {
    const auto oldest = add_key();
    api_.post(keys_url, R"({"algorithm":"ed25519"})");

    const auto rotated = api_.post(keys_url + "/rotate?force=true", "");

    EXPECT_EQ(rotated.status, 201U) << body_of(rotated);
    EXPECT_EQ(fingerprint_of("active"), oldest);
    EXPECT_EQ(fingerprint_of("retiring"), active_);
    EXPECT_THAT(body_of(rotated), HasSubstr("dnf imports the new key at its next run with -y"));
    EXPECT_THAT(body_of(rotated), HasSubstr("--gpg-auto-import-keys"));
    EXPECT_EQ(member(api_.get(dev_url), "revision"), "1");
}

TEST_F(Keys, RotateToANewKeyOfTheAlgorithmAsked) {
    add_key();

    const auto rotated = api_.post(keys_url + "/rotate", R"({"algorithm":"rsa3072"})");

    EXPECT_EQ(rotated.status, 201U) << body_of(rotated);
    EXPECT_THAT(body_of(rotated), HasSubstr(R"("state":"active","algorithm":"rsa3072")"));
}

TEST_F(Keys, RotateOnceForTheKeyThatIsExpectedToBeActive) {
    const auto body = R"({"algorithm":"rsa3072","expect_active":")" + active_ + "\"}";
    const auto first = api_.post(keys_url + "/rotate", body);
    const auto before = api_.stored();

    const auto again = api_.post(keys_url + "/rotate", body);

    EXPECT_EQ(first.status, 201U) << body_of(first);
    EXPECT_EQ(again.status, 409U);
    EXPECT_EQ(code_of(again), "key-state");
    EXPECT_EQ(api_.stored(), before) << "a key was made for nothing";
}

TEST_F(Keys, OfEd25519BecomeActiveBesideRpmDistrosOnlyByForce) {
    const auto added = add_key();
    const auto before = api_.stored();

    const auto activated = change(added, "activate");
    const auto rotated = api_.post(keys_url + "/rotate", R"({"algorithm":"ed25519"})");

    for (const auto* refused : {&activated, &rotated}) {
        EXPECT_EQ(refused->status, 409U);
        EXPECT_EQ(code_of(*refused), "key-state");
        EXPECT_THAT(member(*refused, "detail"), HasSubstr("force the change"));
    }
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(Keys, AreRefusedWhenTheRequestIsNotClear) {
    EXPECT_EQ(code_of(api_.post(keys_url, "{}")), "invalid-field");
    EXPECT_EQ(code_of(api_.post(keys_url, R"({"algorithm":"dsa"})")), "invalid-field");
    EXPECT_EQ(code_of(api_.post(keys_url, R"({"algorithm":"rsa3072","armored":"x"})")), "invalid-field");
    EXPECT_EQ(code_of(api_.post(keys_url, R"({"armored":"no key"})")), "invalid-key");
    EXPECT_EQ(code_of(api_.post(keys_url, R"({"bits":"4096"})")), "unknown-field");
}

TEST_F(Keys, ThatAreRevokedHaveTheirRpmsSignedAnewInANewRevision) {
    const auto uploaded = api_.upload("hello.rpm", an_rpm("hello").bytes());
    const auto added = add_key();
    change(added, "activate", "?force=true");

    change(active_, "revoke");

    ASSERT_TRUE(testing::comes_true([&] { return member(api_.get(dev_url), "revision") == "3"; }));
    const auto listed = api_.get(dev_url + "/packages");
    EXPECT_EQ(count_of("\"sha256\"", body_of(listed)), 1U);
    EXPECT_NE(member(listed, "sha256"), member(uploaded, "sha256"));
    EXPECT_EQ(member(listed, "uploaded_sha256"), member(uploaded, "uploaded_sha256"));
    EXPECT_EQ(member(api_.get(main_url + "/packages/" + member(listed, "sha256")), "signed_by"), added);
    EXPECT_THAT(body_of(api_.get("/api/v1/events")), HasSubstr(R"("action":"resign")"));
}

}  // namespace
}  // namespace slipway::api
