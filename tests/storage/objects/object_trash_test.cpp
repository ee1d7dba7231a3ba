#include "storage/objects/object_trash.hpp"

#include "storage/objects/object_layout.hpp"
#include "tests/storage/objects/scripted_bucket.hpp"

namespace slipway::storage {
namespace {

using s3::answered;
using s3::refused;
using testing::a_listing;
using ::testing::ElementsAre;
using testing::found;

class ObjectTrashTest : public testing::ScriptedBucket {
protected:
    const ObjectTrash trash{client, "trash/blobs/"};
    const Seconds at_1000{std::chrono::seconds(1000)};
};

TEST_F(ObjectTrashTest, TakesAnObjectByACopyAndADeletion) {
    the_store_does({answered(404), found(5), answered(200), answered(204)});

    MUST(trash.put(key("blobs/a"), "a", at_1000));

    EXPECT_THAT(asked(), ElementsAre("HEAD /packages/prod/trash/blobs/a-1000", "HEAD /packages/prod/blobs/a",
                                     "PUT /packages/prod/trash/blobs/a-1000", "DELETE /packages/prod/blobs/a"));
    EXPECT_EQ(transport.field(2, "x-amz-copy-source"), "/packages/prod/blobs/a");
}

TEST_F(ObjectTrashTest, CopiesAnObjectBeforeItIsTaken) {
    the_store_does({found(5), answered(200)});
    MUST(trash.prepare(key("blobs/a"), "a", at_1000));
    the_store_does({found(5), answered(204)});

    MUST(trash.put(key("blobs/a"), "a", at_1000));

    EXPECT_THAT(asked(), ElementsAre("HEAD /packages/prod/blobs/a", "PUT /packages/prod/trash/blobs/a-1000",
                                     "HEAD /packages/prod/trash/blobs/a-1000", "DELETE /packages/prod/blobs/a"));
}

TEST_F(ObjectTrashTest, LeavesAnObjectThatCouldNotBeCopied) {
    the_store_does({answered(404), found(5), refused(403, "AccessDenied")});

    EXPECT_FAULT(trash.put(key("blobs/a"), "a", Seconds{}), Fault::io);

    EXPECT_EQ(transport.requests.size(), 3U);
}

TEST_F(ObjectTrashTest, DoesNotMissWhatIsNotThere) {
    the_store_does({answered(404), answered(404)});

    EXPECT_TRUE(trash.put(key("blobs/a"), "a", Seconds{}).ok());
}

TEST_F(ObjectTrashTest, ListsWhatRestsOldestFirst) {
    the_store_does({a_listing({"prod/trash/blobs/b-1000", "prod/trash/blobs/a-900", "prod/trash/blobs/foreign"})});

    const auto resting = MUST(trash.list());

    ASSERT_EQ(resting.size(), 2U);
    EXPECT_EQ(resting[0].name, "a");
    EXPECT_EQ(resting[0].since, Seconds(std::chrono::seconds(900)));
    EXPECT_EQ(resting[0].path, "trash/blobs/a-900");
    EXPECT_EQ(resting[0].size, 1U);
    EXPECT_EQ(resting[1].name, "b");
}

TEST_F(ObjectTrashTest, ListsWhatRestsOfOneName) {
    the_store_does({a_listing({"prod/trash/blobs/a-900", "prod/trash/blobs/a-b-900"})});

    EXPECT_EQ(MUST(trash.list("a")).size(), 1U);

    EXPECT_THAT(asked(), ElementsAre("GET /packages?list-type=2&max-keys=1000&prefix=prod%2Ftrash%2Fblobs%2Fa-"));
}

TEST_F(ObjectTrashTest, BringsTheNewestBack) {
    the_store_does(
        {a_listing({"prod/trash/blobs/a-900", "prod/trash/blobs/a-1000"}), found(5), answered(200), answered(204)});

    EXPECT_TRUE(MUST(trash.bring_back("a", key("blobs/a"))));

    EXPECT_EQ(asked().at(2), "PUT /packages/prod/blobs/a");
    EXPECT_EQ(transport.field(2, "x-amz-copy-source"), "/packages/prod/trash/blobs/a-1000");
    EXPECT_EQ(asked().at(3), "DELETE /packages/prod/trash/blobs/a-1000");
}

TEST_F(ObjectTrashTest, HasNothingToBringBackOfAnotherName) {
    the_store_does({a_listing({})});

    EXPECT_FALSE(MUST(trash.bring_back("a", key("blobs/a"))));
}

TEST_F(ObjectTrashTest, TakesNoRoomOnTheDiskThatIsFull) { EXPECT_FALSE(trash.is_on_this_disk()); }

TEST_F(ObjectTrashTest, RemovesOneForGood) {
    the_store_does({answered(204)});

    MUST(trash.remove({"a", "trash/blobs/a-900", Seconds{}, 5}));

    EXPECT_THAT(asked(), ElementsAre("DELETE /packages/prod/trash/blobs/a-900"));
}

}  // namespace
}  // namespace slipway::storage
