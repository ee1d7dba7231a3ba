#include "publishing/garbage/garbage.hpp"

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
            slipway_.publisher().carry_out<DeleteChannelChange>(
                "main", Actor{"test", ""}, DeleteChannelChange::Wanted{"stable", Force::yes, nullptr}, std::move(done));
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

class CollectedFilesTest : public GarbageTest {
protected:
    CollectedFilesTest() {
        delete_stable();
        slipway_.clock().advance(2h);
        sweep();
    }
    CollectedFiles collect(const std::optional<storage::CollectionLimit>& limit = std::nullopt) {
        return MUST(collect_unreferenced_files(slipway_.catalog(), slipway_.blobs(), slipway_.segments(),
                                               ClaimedBlobs(), slipway_.clock().now(), limit, 0s));
    }
};

TEST_F(CollectedFilesTest, Rest) {
    const auto collected = collect();

    EXPECT_EQ(collected.moved_to_trash.blobs.size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(blob_file()));
    const auto resting = MUST(slipway_.blobs().trash().list());
    ASSERT_EQ(resting.size(), 1U);
    EXPECT_EQ(resting.front().name, sha256_of(bytes_).hex());
    EXPECT_EQ(resting.front().since, slipway_.clock().now());
}

TEST_F(CollectedFilesTest, AreNoneWhenTheyAreMoreThanTheShare) {
    const auto withheld = collect(storage::CollectionLimit{.percent = 10, .least_bytes = 1});

    EXPECT_TRUE(withheld.moved_to_trash.blobs.empty());
    EXPECT_GE(withheld.withheld_bytes, bytes_.size());
    EXPECT_TRUE(std::filesystem::exists(blob_file()));
}

TEST_F(CollectedFilesTest, AreAllThatTheFloorAllows) {
    const auto collected = collect(storage::CollectionLimit{.percent = 10, .least_bytes = 1'000'000});

    EXPECT_EQ(collected.withheld_bytes, 0U);
    EXPECT_FALSE(std::filesystem::exists(blob_file()));
}

TEST_F(CollectedFilesTest, ComeAgainWithAnUploadOfTheSameBytes) {
    collect();

    MUST(slipway_.upload("dev", "hello.deb", bytes_));

    EXPECT_TRUE(std::filesystem::exists(blob_file()));
    EXPECT_EQ(check().damage_left(), 0U);
}

TEST_F(CollectedFilesTest, AreDestroyedByAPurge) {
    collect();
    MUST(slipway_.upload("dev", "hello.deb", bytes_));

    MUST(slipway_.purge(sha256_of(bytes_)));

    EXPECT_TRUE(MUST(slipway_.blobs().trash().list()).empty());
}

TEST_F(CollectedFilesTest, AreDestroyedAtAStartIfTheyWerePurged) {
    MUST(slipway_.upload("dev", "hello.deb", bytes_));
    MUST(slipway_.purge(sha256_of(bytes_)));
    std::filesystem::create_directories(slipway_.directory() / "blobs/trash");
    const auto resting = slipway_.directory() / "blobs/trash" / ("1-" + sha256_of(bytes_).hex());
    std::ofstream(resting) << bytes_;
    EXPECT_THAT(text_of(check()), ::testing::HasSubstr("are still stored"));

    slipway_.restart();
    MUST(slipway_.upload("dev", "next.deb", slipway::testing::a_deb("next").build()));  // behind the start's work

    EXPECT_FALSE(std::filesystem::exists(resting));
}

TEST_F(GarbageTest, AnUploadedFileThatWasCollectedByMistakeIsBroughtBackByARepair) {
    MUST(slipway_.blobs().move_to_trash(sha256_of(bytes_), slipway_.clock().now()));
    EXPECT_THAT(text_of(check()), ::testing::HasSubstr("it rests in the trash: --repair brings it back"));

    EXPECT_THAT(text_of(repair()), ::testing::HasSubstr("brought back from the trash"));

    EXPECT_EQ(text_of(check()), "");
}

TEST_F(GarbageTest, APackThatWasCollectedByMistakeIsBroughtBackByARepair) {
    slipway_.restart();  // so that the pack is not the one being written
    MUST(slipway_.segments().move_pack_to_trash(1, slipway_.clock().now()));
    EXPECT_THAT(text_of(check()), ::testing::HasSubstr("pack 1 is missing"));

    EXPECT_THAT(text_of(repair()), ::testing::HasSubstr("pack 1 was missing; brought back from the trash"));

    EXPECT_EQ(text_of(check()), "");
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
