#include "publishing/garbage.hpp"

#include "storage/catalog/packages.hpp"
#include "tests/publishing/store_fixture.hpp"

namespace slipway::publishing {
namespace {

using namespace std::chrono_literals;

class GarbageTest : public slipway::testing::StoreFixture {
protected:
    SweptRows sweep() {
        auto tx = MUST(slipway_.catalog().write());
        const auto swept = MUST(sweep_catalog(tx, slipway_.clock().now(), kept));
        MUST(std::move(tx).commit());
        return swept;
    }
    void delete_stable() {
        MUST(slipway::testing::answer_of<std::monostate>([&](auto done) {
            slipway_.publisher().delete_channel({"test", ""}, "main", "stable", Force::yes, std::move(done));
        }));
    }
};

TEST_F(GarbageTest, LeavesEverythingARevisionNames) {
    slipway_.clock().advance(2h);

    const auto swept = sweep();

    EXPECT_EQ(swept.packages + swept.nodes + swept.segments + swept.index_files, 0U);
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(GarbageTest, SweepsWhatADeletedChannelAloneNamed) {
    delete_stable();
    slipway_.clock().advance(2h);

    const auto swept = sweep();

    EXPECT_EQ(swept.packages, 1U);
    EXPECT_GT(swept.nodes, 0U);
    EXPECT_GT(swept.segments, 0U);
    EXPECT_EQ(text_of(check()), "") << "the blob is young yet";
}

TEST_F(GarbageTest, LeavesPackagesOfTheLastHour) {
    delete_stable();

    EXPECT_EQ(sweep().packages, 0U);
}

TEST_F(GarbageTest, KeepsReplacedIndexFilesForTheirTime) {
    MUST(slipway_.upload("stable", "hello2.deb", slipway::testing::a_deb("hello").version("2.0").build()));
    slipway_.clock().advance(kept - 1h);
    EXPECT_EQ(sweep().index_files, 0U);

    slipway_.clock().advance(2h);

    EXPECT_GT(sweep().index_files, 0U);
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(GarbageTest, FailsOnADamagedTreeAndSweepsNothing) {
    run_sql("DELETE FROM nodes");

    auto tx = MUST(slipway_.catalog().write());

    EXPECT_FAULT(sweep_catalog(tx, slipway_.clock().now(), kept), Fault::corrupt);
}

TEST_F(GarbageTest, YoungFilesAreNeverUnreferenced) {
    auto upload = MUST(slipway_.blobs().begin_upload());
    MUST(upload.append("on its way"));
    MUST(slipway_.blobs().commit({&upload, 1}));
    const auto tx = MUST(slipway_.catalog().read());

    const auto old = MUST(storage::find_unreferenced_files(tx, slipway_.blobs(), slipway_.segments()));
    const auto any = MUST(storage::find_unreferenced_files(tx, slipway_.blobs(), slipway_.segments(), 0s));

    EXPECT_EQ(old.blobs.size(), 0U);
    ASSERT_EQ(any.blobs.size(), 1U);
    EXPECT_EQ(any.blobs.front().id, sha256_of("on its way"));
}

TEST_F(GarbageTest, AClaimKeepsABlob) {
    ClaimedBlobs claims;
    const auto claim = claims.claim(sha256_of("claimed"));
    bool removed = false;
    const auto remove = [&]() -> Result<> {
        removed = true;
        return {};
    };

    EXPECT_FALSE(MUST(claims.unless_claimed(sha256_of("claimed"), remove)));
    EXPECT_FALSE(removed);
    EXPECT_TRUE(MUST(claims.unless_claimed(sha256_of("other"), remove)));
}

}  // namespace
}  // namespace slipway::publishing
