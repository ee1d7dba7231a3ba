#include "signing/keys/keyring.hpp"
#include "signing/signing_workers.hpp"
#include "signing/verifier.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using testing::comes_true;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PublisherFixture;

const UploadOutcome& outcome_of(const UploadAnswer& answer) { return std::get<UploadOutcome>(answer); }

TEST(Publisher, PublishesANewChannelAsRevisionOneWithEveryDeclaredIndex) {
    PublisherFixture slipway;

    slipway.create_main({"dev"});

    EXPECT_EQ(slipway.channel("dev").revision, 1);
    const auto release = slipway.served("deb", "dev", "Release");
    EXPECT_THAT(release, HasSubstr(" main/binary-amd64/Packages.xz"));
    EXPECT_THAT(release, HasSubstr(" main/binary-arm64/Packages.gz"));
    EXPECT_THAT(release, HasSubstr(" main/binary-all/Packages\n"));
    EXPECT_THAT(slipway.served("rpm", "dev", "aarch64/repodata/repomd.xml"), HasSubstr("<data type=\"filelists\">"));
}

TEST(Publisher, ServesAnUploadedDebWhenItAnswers) {
    PublisherFixture slipway;
    slipway.create_main();

    const auto answer = MUST(slipway.upload("dev", "hello.deb", a_deb("hello").version("1.0").build()));

    const auto& outcome = outcome_of(answer);
    EXPECT_TRUE(outcome.changed);
    EXPECT_EQ(outcome.revision, 2);
    EXPECT_THAT(outcome.packages.at(0).path, ::testing::StartsWith("/main/deb/pool/main/h/hello/"));
    EXPECT_EQ(slipway.channel("dev").package_count, 1u);
    EXPECT_THAT(slipway.served("deb", "dev", "InRelease"), HasSubstr("BEGIN PGP SIGNED MESSAGE"));
}

TEST(Publisher, GoesOnAfterAWriteThatThrowsAndSaysSo) {
    PublisherFixture slipway;
    slipway.create_main();

    const auto written = testing::answer_of<std::monostate>([&](auto done) {
        slipway.publisher().write([](auto&) -> Result<> { throw std::bad_alloc(); }, std::move(done));
    });

    EXPECT_FAULT(written, Fault::internal);
    MUST(slipway.upload("dev", "hello.deb", a_deb("hello").version("1.0").build()));
}

/// Private keys of main on the disk.
std::size_t key_files(const PublisherFixture& slipway) {
    const std::filesystem::directory_iterator files(slipway.directory() / "keys/main");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST(Publisher, LeavesNoKeyOfAChangeThatIsRefused) {
    PublisherFixture slipway;
    slipway.create_main();
    const auto active = signing::active_key(slipway.repository().state.keyring)->key.fingerprint;
    std::vector<std::future<Result<signing::Keyring>>> rotations;
    for (int i = 0; i < 3; ++i) {
        const auto answer = std::make_shared<std::promise<Result<signing::Keyring>>>();
        rotations.push_back(answer->get_future());
        KeyCommand command{.verb = KeyCommand::Verb::rotate, .expect_active = active, .force = Force::yes};
        slipway.publisher().carry_out<KeyChange>("main", Actor{"test", ""}, std::move(command),
                                                 [answer](auto keyring) { answer->set_value(std::move(keyring)); });
    }

    std::size_t done = 0;
    for (auto& rotation : rotations) done += rotation.get().ok() ? 1 : 0;

    EXPECT_EQ(done, 1U);
    EXPECT_EQ(slipway.repository().state.keyring.size(), 2U);
    EXPECT_TRUE(comes_true([&] { return key_files(slipway) == 2; })) << key_files(slipway);
}

TEST(Publisher, AsksForARetryWhenAKnownPackageWasCollectedMeanwhile) {
    PublisherFixture slipway;
    slipway.create_main();
    const auto hello = a_deb("hello").version("1.0").build();
    const auto first = MUST(slipway.upload("dev", "hello.deb", hello));
    const Sha256 digest = outcome_of(first).packages.at(0).package->sha256;
    MUST(slipway.remove("dev", digest));
    auto known = MUST(slipway.ingest({{"hello.deb", hello}}));
    auto tx = MUST(slipway.catalog().write());
    MUST(storage::delete_package(tx, slipway.repository().state.settings.id, digest));
    MUST(std::move(tx).commit());

    const auto late = testing::answer_of<UploadAnswer>([&](auto done) {
        slipway.publisher().carry_out<UploadChange>("main", Actor{"test", ""}, "dev", std::move(known.packages),
                                                    std::move(done));
    });

    EXPECT_FAULT(late, Fault::busy);
    EXPECT_TRUE(outcome_of(MUST(slipway.upload("dev", "hello.deb", hello))).changed);
}

TEST(Publisher, ServesTheSameBytesAfterARestart) {
    PublisherFixture slipway;
    slipway.create_main();
    MUST(slipway.upload("dev", "hello.deb", a_deb("hello").version("1.0").build()));
    MUST(slipway.upload("dev", "hello.rpm", an_rpm("hello").version("1.0").bytes()));
    const auto in_release = slipway.served("deb", "dev", "InRelease");
    const auto packages = slipway.served("deb", "dev", "main/binary-amd64/Packages.gz");
    const auto repomd = slipway.served("rpm", "dev", "x86_64/repodata/repomd.xml");

    slipway.restart();

    EXPECT_EQ(slipway.served("deb", "dev", "InRelease"), in_release);
    EXPECT_EQ(slipway.served("deb", "dev", "main/binary-amd64/Packages.gz"), packages);
    EXPECT_EQ(slipway.served("rpm", "dev", "x86_64/repodata/repomd.xml"), repomd);
    EXPECT_EQ(slipway.channel("dev").package_count, 2u);
}

/// Where InRelease of `dev` says that snapshots are; "" when it does not. Of what is served after the start's own work.
std::string snapshots_named(PublisherFixture& slipway, const std::string& repository = "main") {
    MUST(slipway.put({}, repository));  // waits for its turn
    const auto files = slipway.repository(repository).files.at("deb").at("dev");
    const auto release = testing::text_of(files->files.find("InRelease")->second);
    const std::string field = "\nSnapshots: ";
    const auto at = release.find(field);
    if (at == std::string::npos) return "";
    const auto begin = at + field.size();
    return release.substr(begin, release.find('\n', begin) - begin);
}

TEST(Publisher, PublishesAgainWhatNamesAnotherPublicUrlAndNothingElse) {
    PublisherFixture slipway;
    slipway.create_main();
    EXPECT_EQ(snapshots_named(slipway), "");

    for (const std::string url : {"https://one.example.com", "https://two.example.com/packages", ""}) {
        slipway.restart_as(url);
        EXPECT_EQ(snapshots_named(slipway), url.empty() ? "" : url + "/main/deb/snapshots/@SNAPSHOTID@/");
        const auto release = slipway.served("deb", "dev", "InRelease");

        slipway.restart_as(url);
        snapshots_named(slipway);
        EXPECT_EQ(slipway.served("deb", "dev", "InRelease"), release);
        EXPECT_EQ(slipway.channel("dev").revision, 1);
    }
}

std::vector<storage::EntryPointRow> entry_points_of(PublisherFixture& slipway, const std::string& repository) {
    const auto tx = MUST(slipway.catalog().read());
    return MUST(storage::entry_points(tx, slipway.repository(repository).state.channels.at("dev").settings.id));
}

/// As a crash leaves it: the start with the new URL has published one repository and not yet the other.
TEST(Publisher, PublishesAgainWhatTheStartBeforeDidNotComeTo) {
    PublisherFixture slipway;
    slipway.create_main();
    slipway.create_repository("late");
    const auto before = entry_points_of(slipway, "late");
    slipway.restart_as("https://example.com");
    EXPECT_NE(snapshots_named(slipway, "late"), "");
    auto tx = MUST(slipway.catalog().write());
    for (const auto& row : before) MUST(storage::save_entry_point(tx, row));
    MUST(std::move(tx).commit());

    slipway.restart();

    EXPECT_EQ(snapshots_named(slipway, "late"), "https://example.com/late/deb/snapshots/@SNAPSHOTID@/");
}

TEST(Publisher, GivesANewArchitectureWhatEveryArchitectureHas) {
    PublisherFixture slipway;
    slipway.create_main();
    MUST(slipway.upload("dev", "doc.deb", a_deb("doc").version("1.0").architecture("all").build()));

    MUST(slipway.upload("dev", "hello.deb", a_deb("hello").version("1.0").architecture("riscv64").build()));

    const auto id = slipway.repository().state.find_distro("deb")->id;
    EXPECT_EQ(slipway.channel("dev").lists.at({id, Document::packages, "main", "riscv64"}).count, 2u);
    EXPECT_THAT(slipway.served("deb", "dev", "Release"), HasSubstr("main/binary-riscv64/Packages.gz"));
}

TEST(Publisher, SignsEntryPointsWithTheNewKeyAfterARotation) {
    PublisherFixture slipway;
    slipway.create_main();
    const auto before = slipway.channel("dev").revision;
    const auto old_repomd = slipway.served("rpm", "dev", "x86_64/repodata/repomd.xml.asc");

    const auto keyring = MUST(slipway.change_keys({.verb = KeyCommand::Verb::rotate, .force = Force::yes}));

    ASSERT_EQ(keyring.size(), 2u);
    EXPECT_EQ(keyring[0].state, signing::KeyState::retiring);
    EXPECT_EQ(keyring[1].state, signing::KeyState::active);
    EXPECT_EQ(slipway.channel("dev").revision, before);
    EXPECT_NE(slipway.served("rpm", "dev", "x86_64/repodata/repomd.xml.asc"), old_repomd);
    const auto signers = MUST(signing::verify(keyring[1].key.armored, "", slipway.served("deb", "dev", "InRelease")));
    EXPECT_EQ(signers.size(), 1u);
}

TEST(Publisher, GivesADetachedSignatureToWhoAsksRightAfterTheSwitch) {
    PublisherFixture slipway;
    slipway.create_main();

    const auto file = MUST(testing::answer_of<PublishedFile>(
        [&](auto done) { slipway.publisher().release_signature("main", "deb", "dev", std::move(done)); }));

    const auto release = slipway.served("deb", "dev", "Release");
    EXPECT_TRUE(
        signing::verify(signing::apt_trusted(slipway.repository().state.keyring), release, testing::text_of(file))
            .ok());
}

TEST(Publisher, NeverDatesAGenerationBeforeTheOneItReplaces) {
    PublisherFixture slipway;
    slipway.create_main();
    MUST(slipway.upload("dev", "a.deb", a_deb("aaa").version("1.0").build()));
    const auto before = slipway.channel("dev").last_date;
    slipway.clock().advance(std::chrono::seconds(-5));

    MUST(slipway.upload("dev", "b.deb", a_deb("bbb").version("1.0").build()));

    EXPECT_EQ(slipway.channel("dev").last_date, before);
}

TEST(Publisher, ContinuesTheNumbersOfAChannelThatIsCreatedAgain) {
    PublisherFixture slipway;
    slipway.create_main({"dev"});
    MUST(slipway.upload("dev", "a.deb", a_deb("aaa").version("1.0").build()));
    MUST(testing::answer_of<std::monostate>([&](auto done) {
        slipway.publisher().carry_out<DeleteChannelChange>(
            "main", Actor{"test", ""}, DeleteChannelChange::Wanted{"dev", Force::yes, nullptr}, std::move(done));
    }));

    MUST(slipway.put_channel({"dev", std::nullopt}));

    EXPECT_EQ(slipway.channel("dev").revision, 3);
    EXPECT_EQ(slipway.channel("dev").package_count, 0u);
}

TEST(Publisher, AnswersWhoWaitsForTheSignatureOfAChannelThatIsDeletedMeanwhile) {
    PublisherFixture slipway;
    slipway.create_main({"dev"});
    auto answered = std::make_shared<std::promise<void>>();
    auto answer = answered->get_future();
    MUST(slipway.put_channel({"short-lived", std::nullopt}));

    slipway.publisher().release_signature("main", "deb", "short-lived",
                                          [answered](Result<PublishedFile>) { answered->set_value(); });
    MUST(testing::answer_of<std::monostate>([&](auto done) {
        slipway.publisher().carry_out<DeleteChannelChange>(
            "main", Actor{"test", ""}, DeleteChannelChange::Wanted{"short-lived", Force::no, nullptr}, std::move(done));
    }));

    EXPECT_EQ(answer.wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

}  // namespace
}  // namespace slipway::publishing
