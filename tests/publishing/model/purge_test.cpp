// A purge: out of every channel, the bytes destroyed whoever holds them, never to come back.
#include "publishing/model/purge.hpp"

#include "storage/catalog/events.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::SizeIs;

class Purge : public ::testing::Test {
protected:
    Purge() { slipway_.create_main({"dev", "staging", "stable"}); }

    Sha256 upload(const std::string& channel, const std::string& name, const std::string& bytes) {
        return slipway_.publish(channel, name, bytes);
    }
    Result<PurgeOutcome> purge(const Sha256& package) { return slipway_.purge(package); }
    storage::AuditHead audit_head() {
        const auto tx = MUST(slipway_.catalog().read());
        return MUST(storage::audit_head(tx));
    }
    bool stored(const Sha256& blob) { return MUST(slipway_.blobs().contains(blob)); }
    bool says_it_was_purged(const Sha256& package, const std::string& file_name, const std::string& distro = "deb") {
        return slipway_.repository().pools.at(distro)->is_purged(package.hex().substr(0, 16), file_name);
    }
    void wait_until_gone(const Sha256& blob) {
        EXPECT_TRUE(testing::comes_true([&] { return !stored(blob); }));
    }

    testing::PublisherFixture slipway_;
    std::string hello_ = a_deb("hello").version("1.0").build();
};

TEST_F(Purge, TakesAPackageOutOfEveryChannelInARevisionOfItsOwn) {
    upload("dev", "other.deb", a_deb("other").build());
    const auto hello = upload("dev", "hello.deb", hello_);
    upload("stable", "hello.deb", hello_);

    const auto outcome = MUST(purge(hello));

    EXPECT_THAT(outcome.revisions, ElementsAre(Pair("dev", 4), Pair("stable", 3)));
    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    EXPECT_EQ(slipway_.channel("stable").package_count, 0U);
    EXPECT_EQ(slipway_.channel("staging").revision, 1);
    const auto tx = MUST(slipway_.catalog().read());
    const auto revision = MUST(storage::head_revision(tx, slipway_.channel("dev").settings.id));
    ASSERT_THAT(revision->changes, SizeIs(1));
    EXPECT_EQ(revision->changes[0].cause, Cause::purge);
    EXPECT_EQ(revision->changes[0].reason, "a leaked secret");
    const auto event = MUST(storage::events(tx, {.after = revision->changes[0].event - 1})).at(0);
    EXPECT_EQ(event.action, "purge");
    EXPECT_THAT(event.details, HasSubstr(R"("channels":["dev","stable"],"reason":"a leaked secret")"));
    EXPECT_EQ(slipway_.fsck(), "") << "older revisions may list it";
}

TEST_F(Purge, DestroysTheBytesAlsoForThoseWhoHaveThemOpen) {
    const auto hello = upload("dev", "hello.deb", hello_);
    const auto open = MUST(slipway_.blobs().open_blob(hello));

    const auto outcome = MUST(purge(hello));

    EXPECT_EQ(outcome.packages.at(0).bytes, PurgedBytes::destroyed);
    EXPECT_FALSE(stored(hello));
    EXPECT_EQ(MUST(open->size()), 0U);
}

TEST_F(Purge, RefusesTheSameBytesEverAfterAlsoAfterARestart) {
    const auto hello = upload("dev", "hello.deb", hello_);
    MUST(purge(hello));

    for (const auto* channel : {"dev", "stable"}) {
        const auto again = slipway_.upload(channel, "hello.deb", hello_);
        EXPECT_FAULT(again, Fault::conflict);
        EXPECT_EQ(again.error().code(), "purged");
        slipway_.restart();
    }
    EXPECT_TRUE(says_it_was_purged(hello, "hello_1.0_amd64.deb"));
    EXPECT_FALSE(stored(hello));
}

TEST_F(Purge, IsNotUndoneByARollback) {
    upload("dev", "other.deb", a_deb("other").build());
    const auto hello = upload("dev", "hello.deb", hello_);
    MUST(purge(hello));
    upload("dev", "third.deb", a_deb("third").build());
    Rollback rollback;
    rollback.channel = "dev";
    rollback.revision = 3;

    MUST(slipway_.roll_back(rollback));

    EXPECT_EQ(slipway_.channel("dev").revision, 6);
    EXPECT_EQ(slipway_.channel("dev").package_count, 1U) << "the other one";
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Purge, TakesAnRpmByTheDigestUploadedAndByTheDigestServed) {
    for (const auto* version : {"1", "2"}) {
        const auto bytes = an_rpm("hello").version(version).bytes();
        const auto served = upload("dev", "hello.rpm", bytes);
        const auto uploaded = sha256_of(bytes);
        ASSERT_NE(served, uploaded);

        const auto outcome = MUST(purge(*version == '1' ? uploaded : served));

        EXPECT_EQ(outcome.packages.at(0).row.sha256, served);
        EXPECT_FALSE(stored(served));
        EXPECT_FAULT(slipway_.upload("dev", "hello.rpm", bytes), Fault::conflict);
    }
    EXPECT_EQ(slipway_.channel("dev").package_count, 0U);
}

TEST_F(Purge, LeavesAnotherRepositoryItsCopy) {
    slipway_.create_repository("other");
    const auto hello = upload("dev", "hello.deb", hello_);
    auto ingested = MUST(slipway_.ingest({{"hello.deb", hello_}}, {}, "other"));
    MUST(testing::answer_of<UploadAnswer>([&](auto done) {
        slipway_.publisher().carry_out<UploadChange>("other", Actor{"test", ""}, "dev", std::move(ingested.packages),
                                                     std::move(done));
    }));

    const auto outcome = MUST(purge(hello));

    EXPECT_EQ(outcome.packages.at(0).bytes, PurgedBytes::kept_by_another);
    EXPECT_TRUE(stored(hello));
    MUST(slipway_.purge(hello, "other"));
    EXPECT_FALSE(stored(hello));
}

TEST_F(Purge, RefusesAnUploadOfTheBytesThatIsUnderWayAndThenDestroysThem) {
    const auto hello = upload("dev", "hello.deb", hello_);
    auto under_way = MUST(slipway_.ingest({{"again.deb", hello_}}));

    EXPECT_EQ(MUST(purge(hello)).packages.at(0).bytes, PurgedBytes::kept_by_upload);
    EXPECT_TRUE(stored(hello));
    {
        const auto answer = MUST(testing::answer_of<UploadAnswer>([&](auto done) {
            slipway_.publisher().carry_out<UploadChange>("main", Actor{"test", ""}, "dev",
                                                         std::move(under_way.packages), std::move(done));
        }));
        EXPECT_EQ(std::get<UploadRefusal>(answer).errors.at(0).error.code(), "purged");
    }
    wait_until_gone(hello);
}

TEST_F(Purge, IsDoneOrUndoneWhicheverStepFails) {
    bool sprung = true;
    for (std::size_t step = 0; sprung; ++step) {
        const auto package = upload("dev", "hello.deb", a_deb("hello").version(std::to_string(step)).build());
        slipway_.file_system().arm(step);
        const auto outcome = purge(package);
        sprung = slipway_.file_system().sprung();
        slipway_.file_system().disarm();
        slipway_.restart();

        EXPECT_EQ(slipway_.channel("dev").package_count, outcome.ok() ? 0U : 1U) << step;
        if (!outcome.ok()) {
            EXPECT_TRUE(stored(package)) << step;
            MUST(purge(package));
        }
        wait_until_gone(package);
    }
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Purge, ChangesNothingWhenItsPublicationFails) {
    const auto hello = upload("dev", "hello.deb", hello_);
    upload("dev", "other.deb", a_deb("other").build());
    slipway_.file_system().arm_for_good();

    EXPECT_FAULT(purge(hello), Fault::busy);
    slipway_.file_system().disarm();

    EXPECT_TRUE(stored(hello));
    EXPECT_EQ(slipway_.channel("dev").package_count, 2U);
    EXPECT_FALSE(says_it_was_purged(hello, "hello_1.0_amd64.deb"));
}

TEST_F(Purge, TellsARetryWhatWasDoneAndKnowsNoOtherPackage) {
    const auto hello = upload("dev", "hello.deb", hello_);
    MUST(purge(hello));
    const auto events = audit_head();

    const auto again = MUST(purge(hello));

    EXPECT_EQ(again.packages.at(0).row.sha256, hello);
    EXPECT_TRUE(again.revisions.empty());
    EXPECT_EQ(audit_head(), events);
    EXPECT_FAULT(purge(sha256_of("another")), Fault::not_found);
}

TEST_F(Purge, LeavesTheVersionTakenUnlessItIsReleased) {
    const auto squatter = upload("stable", "hello.deb", hello_);
    MUST(purge(squatter));
    const auto real = a_deb("hello").version("1.0").depends("libc6").build();
    const auto refused = MUST(slipway_.upload("stable", "hello.deb", real));
    EXPECT_EQ(std::get<UploadRefusal>(refused).errors.at(0).error.code(), "package-exists");

    const auto outcome = MUST(slipway_.purge(squatter, "main", ReleaseVersion::yes));

    ASSERT_THAT(outcome.released, SizeIs(1));
    EXPECT_EQ(outcome.released[0].name, "hello");
    EXPECT_EQ(upload("stable", "hello.deb", real), sha256_of(real));
    EXPECT_EQ(slipway_.upload("stable", "hello.deb", hello_).error().code(), "purged");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Purge, ReleasesInEveryDistroWhatItsBytesHadTaken) {
    MUST(
        slipway_.put({.distros = {{.name = "trixie", .format = Format::deb}, {.name = "sid", .format = Format::deb}}}));
    const auto squatter = upload("stable", "hello.deb", hello_);
    MUST(slipway_.upload("stable", "hello.deb", hello_, {.distros = {"trixie"}, .component = ""}));
    const auto other = a_deb("hello").version("1.0").depends("libc6").build();
    MUST(slipway_.upload("stable", "hello.deb", other, {.distros = {"sid"}, .component = ""}));

    const auto outcome = MUST(slipway_.purge(squatter, "main", ReleaseVersion::yes));

    EXPECT_THAT(outcome.released, SizeIs(2));
    const auto tx = MUST(slipway_.catalog().read());
    const auto events = MUST(storage::events(tx, {}));
    EXPECT_THAT(events.back().details, HasSubstr(R"("released_in":["deb","trixie"])"));
    const auto sid = slipway_.repository().state.find_distro("sid")->id;
    EXPECT_TRUE(MUST(storage::find_taken_version(tx, sid, "hello", "1.0", "amd64")).has_value());
}

}  // namespace
}  // namespace slipway::publishing
