#include "storage/cache/object_cache.hpp"

#include "base/files/posix_file_system.hpp"
#include "storage/cache/machine_run.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TempDir;

namespace fs = std::filesystem;

class ObjectCacheTest : public ::testing::Test {
protected:
    void open(CacheBounds bounds = {100}) {
        cache.reset();
        cache = MUST(ObjectCache::open(files, directory.path(), bounds));
    }
    std::shared_ptr<const CachedObject> hold(const std::string& object, const std::string& content) {
        ObjectOrigin origin;
        origin.size = content.size();
        origin.stored_at = Seconds(std::chrono::seconds(17));
        origin.fetch = [this, content](std::uint64_t offset, std::uint64_t length) -> Result<std::string> {
            ++fetched;
            return content.substr(offset, length);
        };
        return cache->hold(object, std::move(origin));
    }
    void fill(const std::string& object, const std::string& content) { MUST(hold(object, content)->fetch_all()); }
    std::string content_of(const std::string& object) {
        const auto copy = cache->find(object);
        return copy ? MUST(copy->read(0, 1000)) : "";
    }
    std::vector<std::string> names_in(const Path& folder) {
        auto names = MUST(files.list(folder));
        std::sort(names.begin(), names.end());
        return names;
    }

    TempDir directory;
    PosixFileSystem files;
    std::unique_ptr<ObjectCache> cache;
    int fetched = 0;
};

TEST_F(ObjectCacheTest, HasAWholeCopyAlsoAfterALaterStart) {
    open();
    fill("a", "text");

    open();

    const auto copy = cache->find("a");
    ASSERT_NE(copy, nullptr);
    EXPECT_TRUE(copy->is_whole());
    EXPECT_EQ(copy->stored_at(), Seconds(std::chrono::seconds(17)));
    EXPECT_EQ(MUST(copy->read(0, 10)), "text");
    EXPECT_EQ(fetched, 1);
}

TEST_F(ObjectCacheTest, HasNothingOfACopyThatNobodyReadToItsEnd) {
    open();
    {
        const auto copy = hold("a", "text");
        EXPECT_EQ(cache->find("a"), copy);
        EXPECT_FALSE(cache->status("a")->is_whole);
    }

    EXPECT_EQ(cache->find("a"), nullptr);
    EXPECT_THAT(names_in(cache->layout().partial()), IsEmpty());
    EXPECT_EQ(cache->gauges().bytes, 0U);
}

TEST_F(ObjectCacheTest, ThrowsAwayWhatAnotherRunOfTheMachineLeft) {
    open();
    fill("a", "text");
    directory.write("cache/run", "another run");

    open();

    EXPECT_EQ(cache->find("a"), nullptr);
    EXPECT_THAT(names_in(cache->layout().objects()), IsEmpty());
}

TEST_F(ObjectCacheTest, EmptiesWhatIsOfNoUseAtTheStart) {
    directory.write("cache/partial/1", "half");
    directory.write("cache/incoming/7", "an upload");
    directory.write("cache/drafts/00003.pack", "segments");

    open();

    for (const auto& folder : {cache->layout().partial(), cache->layout().incoming(), cache->layout().drafts()})
        EXPECT_THAT(names_in(folder), IsEmpty());
}

TEST_F(ObjectCacheTest, LetsGoOfWhatWasUsedLongestAgo) {
    open({10});
    fill("a", "1234");
    fill("b", "1234");
    EXPECT_EQ(content_of("a"), "1234");

    fill("c", "1234");

    EXPECT_EQ(content_of("b"), "");
    EXPECT_EQ(content_of("a"), "1234");
    EXPECT_THAT(names_in(cache->layout().objects()), ElementsAre("a@17", "c@17"));
    EXPECT_EQ(cache->gauges().evicted, 1U);
    EXPECT_EQ(cache->gauges().bytes, 8U);
}

TEST_F(ObjectCacheTest, KeepsWhatSomebodyHasOpenAndAsksThemToLetGo) {
    open({10});
    const auto held = hold("a", "12345678");
    MUST(held->fetch_all());
    const auto before = cache->pressed();

    fill("b", "1234");

    EXPECT_EQ(content_of("a"), "12345678");
    EXPECT_GT(cache->pressed(), before);
}

TEST_F(ObjectCacheTest, IsBoundedAtTheStartToo) {
    open();
    fill("a", "12345678");
    fill("b", "12345678");

    open({10});

    EXPECT_EQ(cache->gauges().copies, 1U);
}

TEST_F(ObjectCacheTest, GivesWayWhenTheDiskIsFull) {
    open();
    fill("a", "text");

    open({100, std::numeric_limits<std::uint64_t>::max() / 2});
    fill("b", "text");

    EXPECT_EQ(content_of("a"), "");
}

TEST_F(ObjectCacheTest, GivesOneCopyToTwoWhoBeginAtOnce) {
    open();
    const auto first = hold("a", "text");
    const auto second = hold("a", "text");

    EXPECT_EQ(first, second);
    EXPECT_EQ(cache->gauges().copies, 1U);
}

TEST_F(ObjectCacheTest, GoesOnWithoutItsDirectory) {
    open();
    fill("a", "text");
    fs::remove_all(cache->layout().directory());
    EXPECT_GT(MUST(cache->free_bytes()), 0U);
    fs::remove_all(cache->layout().directory());

    EXPECT_EQ(cache->find("a"), nullptr);
    EXPECT_EQ(MUST(hold("a", "text")->read(0, 10)), "text");
    fill("b", "more");

    EXPECT_EQ(content_of("b"), "more");
    EXPECT_TRUE(cache->create(cache->layout().incoming(1)).ok());
}

TEST_F(ObjectCacheTest, FindsNoCopyInAFileOfAnotherSize) {
    open();
    fill("a", "text");
    directory.write("cache/objects/a@17", "tex");

    EXPECT_EQ(cache->find("a"), nullptr);
}

TEST_F(ObjectCacheTest, AdoptsAFileUnlessItHasACopy) {
    open();
    const auto first = directory.write("cache/incoming/1", "text");
    const auto second = directory.write("cache/incoming/2", "other");

    cache->adopt({"a", Seconds(std::chrono::seconds(17))}, first);
    cache->adopt({"a", Seconds(std::chrono::seconds(18))}, second);

    EXPECT_EQ(content_of("a"), "text");
    EXPECT_THAT(names_in(cache->layout().incoming()), IsEmpty());
    EXPECT_THAT(names_in(cache->layout().objects()), ElementsAre("a@17"));
}

TEST_F(ObjectCacheTest, ForgetsACopyThatWhoeverHasItOpenKeeps) {
    open();
    fill("a", "text");
    const auto held = cache->find("a");

    cache->drop("a");

    EXPECT_EQ(cache->find("a"), nullptr);
    EXPECT_EQ(MUST(held->read(0, 10)), "text");
}

TEST_F(ObjectCacheTest, DestroysACopyAlsoForWhoeverHasItOpen) {
    open();
    fill("a", "text");
    const auto held = cache->find("a");
    const auto part = hold("b", "text");

    MUST(cache->destroy("a"));
    MUST(cache->destroy("b"));
    MUST(cache->destroy("none"));

    EXPECT_EQ(MUST(held->size()), 0U);
    EXPECT_EQ(MUST(part->read(0, 10)), "");
    EXPECT_EQ(cache->find("a"), nullptr);
}

TEST_F(ObjectCacheTest, IsOutlivedByItsObjects) {
    open();
    const auto part = hold("a", "text");

    cache.reset();

    EXPECT_EQ(MUST(part->read(0, 10)), "text");
}

TEST_F(ObjectCacheTest, CountsHitsAndMisses) {
    open();
    fill("a", "text");
    content_of("a");
    content_of("a");

    EXPECT_EQ(cache->gauges().misses, 1U);
    EXPECT_EQ(cache->gauges().hits, 2U);
}

TEST(MachineRun, IsToldFromOthers) {
    EXPECT_TRUE(is_this_run(name_of_run()));
    for (const auto* other : {"", "another run", "since ", "since 5"}) EXPECT_FALSE(is_this_run(other)) << other;
}

TEST(CacheLayout, NamesCopiesByTheirObjectAndTheTimeThatWasStored) {
    const auto name = CacheLayout::parse("00017.pack@1764380000");

    ASSERT_TRUE(name);
    EXPECT_EQ(name->object, "00017.pack");
    EXPECT_EQ(CacheLayout::render(*name), "00017.pack@1764380000");
    for (const auto* other : {"", "@1", "a", "a@", "a@b", "a@1x"}) EXPECT_FALSE(CacheLayout::parse(other)) << other;
}

}  // namespace
}  // namespace slipway::storage
