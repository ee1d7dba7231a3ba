// A publication on a disk that fails: whichever operation it is, the upload is refused as a whole, what was served
// before stays served, and the next upload goes through.
#include "publishing/fsck/checker.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using testing::comes_true;
using testing::PublisherFixture;

/// One upload per operation of an upload, each with another operation failing.
class FailingUploads {
public:
    using Build = std::string (*)(const std::string& version);

    FailingUploads(std::string file, Build build) : file_(std::move(file)), build_(build) { slipway_.create_main(); }

    /// Fault::internal: by an exception.
    void fail_at_every_step(Fault fault) {
        for (std::size_t step = 0; step < 1000; ++step) {
            SCOPED_TRACE("operation " + std::to_string(step) + " fails");
            upload_with_failure_at(step, fault);
            if (slipway_.file_system().sprung()) continue;
            EXPECT_GT(step, 0U) << "nothing failed";
            return;
        }
        ADD_FAILURE() << "an upload has more than 1000 operations";
    }
    PublisherFixture& slipway() { return slipway_; }

private:
    void upload_with_failure_at(std::size_t step, Fault fault) {
        const auto revision = slipway_.channel("dev").revision;
        const auto release = slipway_.served("deb", "dev", "InRelease");
        const auto repomd = slipway_.served("rpm", "dev", "x86_64/repodata/repomd.xml");

        if (fault == Fault::internal)
            slipway_.file_system().arm_exception(step);
        else
            slipway_.file_system().arm(step, fault);
        // What flies while the fixture itself writes the bytes is the server's loop's to catch.
        const auto outcome = JobGuard().result_of(
            "uploading", [&] { return slipway_.upload("dev", file_, build_("1." + std::to_string(step))); });
        slipway_.file_system().disarm();

        EXPECT_EQ(slipway_.channel("dev").revision, outcome.ok() ? revision + 1 : revision);
        if (outcome.ok()) return;
        EXPECT_EQ(slipway_.served("deb", "dev", "InRelease"), release);
        EXPECT_EQ(slipway_.served("rpm", "dev", "x86_64/repodata/repomd.xml"), repomd);
        if (fault != Fault::io) EXPECT_FAULT(outcome, fault);
    }

    PublisherFixture slipway_;
    std::string file_;
    Build build_;
};

std::string deb_of(const std::string& version) { return a_deb("hello").version(version).build(); }
std::string rpm_of(const std::string& version) { return an_rpm("hello").version(version).bytes(); }

std::string damage_left(PublisherFixture& slipway) {
    const auto findings = MUST(check_store({slipway.catalog(), slipway.blobs(), slipway.segments()}));
    std::string messages;
    for (const auto& finding : findings.all())
        if (finding.kind == storage::Finding::Kind::damage) messages += finding.message + "\n";
    return messages;
}

/// A read that failed marks what it read as damaged; the commit that ends the tries has it rendered again.
void expect_whole(PublisherFixture& slipway) {
    slipway.wait_for_release_signature();
    EXPECT_TRUE(comes_true([&] { return damage_left(slipway).empty(); })) << damage_left(slipway);
}

/// With every operation failing in turn.
void fail_uploads_of(const std::string& file, FailingUploads::Build build, Fault fault) {
    FailingUploads uploads(file, build);

    uploads.fail_at_every_step(fault);

    expect_whole(uploads.slipway());
}

TEST(Publication, OfADebLeavesThePreviousStateServedWhicheverOperationFails) {
    fail_uploads_of("hello.deb", deb_of, Fault::io);
}

TEST(Publication, OfAnRpmLeavesThePreviousStateServedWhicheverOperationFails) {
    fail_uploads_of("hello.rpm", rpm_of, Fault::io);
}

TEST(Publication, OfADebIsAnsweredWhicheverOperationThrows) { fail_uploads_of("hello.deb", deb_of, Fault::internal); }

TEST(Publication, OfAnRpmIsAnsweredWhicheverOperationThrows) { fail_uploads_of("hello.rpm", rpm_of, Fault::internal); }

TEST(Publication, OnAFullDiskSaysSoAndChangesNothing) {
    FailingUploads uploads("hello.deb", deb_of);

    uploads.fail_at_every_step(Fault::storage_full);
}

TEST(Publication, GoesOnAfterARestartThatFollowsFailures) {
    FailingUploads uploads("hello.deb", deb_of);
    uploads.fail_at_every_step(Fault::io);
    auto& slipway = uploads.slipway();
    const auto release = slipway.served("deb", "dev", "InRelease");

    slipway.restart();

    EXPECT_EQ(slipway.served("deb", "dev", "InRelease"), release);
    MUST(slipway.upload("dev", "hello.deb", deb_of("2.0")));
}

}  // namespace
}  // namespace slipway::publishing
