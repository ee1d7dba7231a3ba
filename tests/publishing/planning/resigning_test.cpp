// After a revocation: the rpms that the key signed get a new signature in the current revisions, once, also when the
// server was stopped in between; no later upload brings the old signature back.
#include "signing/keys/keyring.hpp"
#include "storage/catalog/keys.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using testing::PublisherFixture;
using Verb = KeyCommand::Verb;

/// Two channels with one rpm signed by a key that is no longer active.
class Resigned : public ::testing::Test {
protected:
    Resigned() {
        slipway_.create_main({"dev", "stable"});
        old_key_ = signing::active_key(slipway_.repository().state.keyring)->key.fingerprint;
        before_ = *upload("dev").packages.at(0).package;
        upload("stable");
        MUST(slipway_.change_keys({.verb = Verb::rotate, .force = Force::yes}));
    }

    UploadOutcome upload(const std::string& channel) {
        return std::get<UploadOutcome>(MUST(slipway_.upload(channel, "hello.rpm", rpm_)));
    }
    std::string active_key() { return signing::active_key(slipway_.repository().state.keyring)->key.fingerprint; }
    /// How many of them were signed by the key that is active now.
    unsigned signed_by_active_key(const std::vector<std::string>& rpms) {
        const auto tx = MUST(slipway_.catalog().read());
        const auto repository = slipway_.repository().state.settings.id;
        unsigned count = 0;
        for (const auto& rpm : rpms)
            if (MUST(storage::find_package_by_upload(tx, repository, sha256_of(rpm)))->signed_by == active_key())
                ++count;
        return count;
    }
    void revoke() { MUST(slipway_.change_keys({.verb = Verb::revoke, .fingerprint = old_key_})); }
    /// The state after a power cut between the revocation and the new signatures.
    void revoke_and_stop_at_once() {
        const auto repository = slipway_.repository().state.settings.id;
        auto tx = MUST(slipway_.catalog().write());
        MUST(storage::set_key_state(tx, repository, old_key_, KeyState::revoked));
        MUST(std::move(tx).commit());
        slipway_.restart();
    }
    void wait_for_revision(const std::string& channel, std::int64_t revision) const {
        EXPECT_TRUE(testing::comes_true([&] { return slipway_.channel(channel).revision >= revision; }));
        EXPECT_EQ(slipway_.channel(channel).revision, revision);
    }
    storage::PackageRow newest() {
        const auto tx = MUST(slipway_.catalog().read());
        return *MUST(storage::find_package_by_upload(tx, slipway_.repository().state.settings.id, sha256_of(rpm_)));
    }
    std::optional<Cause> cause_of_head(const std::string& channel) {
        const auto tx = MUST(slipway_.catalog().read());
        return MUST(storage::head_revision(tx, slipway_.channel(channel).settings.id))->changes.at(0).cause;
    }

    PublisherFixture slipway_;
    std::string rpm_ = an_rpm("hello").bytes();
    std::string old_key_;
    storage::PackageRow before_;
};

TEST_F(Resigned, RpmsReplaceTheirOlderSigningInEveryChannel) {
    revoke();
    wait_for_revision("dev", 3);
    wait_for_revision("stable", 3);

    const auto after = newest();
    EXPECT_EQ(after.signed_by, signing::active_key(slipway_.repository().state.keyring)->key.fingerprint);
    EXPECT_NE(after.sha256, before_.sha256);
    EXPECT_EQ(after.uploaded_sha256, before_.uploaded_sha256);
    EXPECT_EQ(after.provenance, before_.provenance);
    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    EXPECT_EQ(slipway_.channel("dev").root, slipway_.channel("stable").root);
    EXPECT_EQ(cause_of_head("dev"), Cause::resign);
    EXPECT_TRUE(MUST(slipway_.blobs().contains(before_.sha256))) << "older revisions keep their bytes";
}

TEST_F(Resigned, ManyRpmsAreReplacedInOneRevision) {
    std::vector<std::string> rpms;
    for (int i = 0; i < 9; ++i) rpms.push_back(an_rpm("many" + std::to_string(i)).bytes());
    for (const auto& rpm : rpms) MUST(slipway_.upload("dev", "many.rpm", rpm));
    const auto key = active_key();
    const auto revision = slipway_.channel("dev").revision;
    MUST(slipway_.change_keys({.verb = Verb::rotate, .force = Force::yes}));

    MUST(slipway_.change_keys({.verb = Verb::revoke, .fingerprint = key}));
    wait_for_revision("dev", revision + 1);

    EXPECT_EQ(signed_by_active_key(rpms), 9U);
    EXPECT_EQ(slipway_.channel("dev").package_count, 10U);
}

TEST_F(Resigned, RpmsAreFoundByEveryDigestTheyEverHad) {
    const auto file = MUST(slipway_.blobs().open_blob(before_.sha256));
    const auto older_bytes = MUST(file->read(0, before_.size));
    revoke();
    wait_for_revision("dev", 3);

    const auto by_upload = upload("dev");
    const auto by_older = std::get<UploadOutcome>(MUST(slipway_.upload("dev", "hello.rpm", older_bytes)));

    EXPECT_FALSE(by_upload.changed);
    EXPECT_FALSE(by_older.changed);
    EXPECT_EQ(by_older.packages.at(0).package->sha256, newest().sha256);
}

TEST_F(Resigned, RpmsAreRemovedByEveryDigestTheyEverHad) {
    revoke();
    wait_for_revision("stable", 3);

    MUST(slipway_.remove("dev", before_.uploaded_sha256));
    MUST(slipway_.remove("stable", before_.sha256));

    EXPECT_EQ(slipway_.channel("dev").package_count, 0u);
    EXPECT_EQ(slipway_.channel("stable").package_count, 0u);
}

TEST_F(Resigned, RpmsAreSignedAfterARestartWhenTheServerWasStoppedBefore) {
    revoke_and_stop_at_once();

    wait_for_revision("dev", 3);
    wait_for_revision("stable", 3);
    EXPECT_NE(newest().signed_by, old_key_);
}

TEST_F(Resigned, RpmsAreNotSignedAgainByTheNextRestart) {
    revoke();
    wait_for_revision("stable", 3);
    const auto after = newest().sha256;

    slipway_.restart();
    MUST(slipway_.upload("dev", "other.deb", a_deb("other").build()));

    EXPECT_EQ(slipway_.channel("dev").revision, 4);
    EXPECT_EQ(slipway_.channel("stable").revision, 3);
    EXPECT_EQ(newest().sha256, after);
}

TEST_F(Resigned, RpmsComeBackByRollbackWithTheirNewestSigning) {
    MUST(slipway_.remove("dev", before_.sha256));
    revoke();
    wait_for_revision("stable", 3);

    const auto outcome = MUST(slipway_.roll_back({.channel = "dev", .revision = 2}));

    EXPECT_EQ(outcome.revision, 4);
    EXPECT_EQ(slipway_.channel("dev").root, slipway_.channel("stable").root);
}

TEST_F(Resigned, RpmsThatNoChannelHadAreSignedWhenTheyComeBackByRollback) {
    MUST(slipway_.remove("dev", before_.sha256));
    MUST(slipway_.remove("stable", before_.sha256));
    revoke();

    MUST(slipway_.roll_back({.channel = "stable", .revision = 2}));
    wait_for_revision("stable", 5);

    EXPECT_EQ(cause_of_head("stable"), Cause::resign);
    EXPECT_NE(newest().signed_by, old_key_);
    EXPECT_EQ(slipway_.channel("stable").package_count, 1U);
}

TEST_F(Resigned, RpmsThatNoChannelHadAreSignedWhenTheyAreUploadedAgain) {
    MUST(slipway_.remove("dev", before_.sha256));
    MUST(slipway_.remove("stable", before_.sha256));
    revoke();

    const auto again = upload("stable");

    EXPECT_TRUE(again.changed);
    EXPECT_NE(again.packages.at(0).package->sha256, before_.sha256);
    EXPECT_NE(again.packages.at(0).package->signed_by, old_key_);
    EXPECT_EQ(newest().provenance, before_.provenance);
}

}  // namespace
}  // namespace slipway::publishing
