// Packs in a real store's bucket: run by run_with_store.py.
#include "storage/objects/s3_segment_store.hpp"

#include "storage/objects/object_layout.hpp"
#include "storage/segments/pack_layout.hpp"
#include "tests/contracts/segment_store_contract.hpp"
#include "tests/storage/objects/bucket_place.hpp"
#include "tests/support/comes_true.hpp"

namespace slipway::testing {
namespace {

class PacksInABucket {
public:
    std::unique_ptr<storage::SegmentStore> open() { return MUST(storage::S3SegmentStore::open(place_.parts(), 10)); }
    void damage(const storage::Extent& extent) {
        place_.change(storage::ObjectLayout::pack(extent.pack), storage::PackLayout::name_of(extent.pack),
                      extent.offset);
    }

private:
    BucketPlace place_;
};
INSTANTIATE_TYPED_TEST_SUITE_P(S3SegmentStore, SegmentStoreContract, PacksInABucket);

}  // namespace
}  // namespace slipway::testing

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using Pieces = std::vector<std::string>;

class S3SegmentStoreTest : public ::testing::Test {
protected:
    S3SegmentStoreTest() { reopen(); }
    void reopen() {
        store.reset();
        store = MUST(S3SegmentStore::open(place.parts(), 100));
    }
    std::vector<Extent> append(const Pieces& pieces) {
        auto extents = MUST(store->append(pieces));
        MUST(store->sync());
        return extents;
    }
    std::vector<std::string> names() {
        std::vector<std::string> names;
        MUST(place.client().visit("segments/", [&](const s3::ListedObject& object) {
            names.push_back(object.name);
            return Result<>();
        }));
        return names;
    }

    testing::BucketPlace place;
    std::unique_ptr<S3SegmentStore> store;
};

TEST_F(S3SegmentStoreTest, NumbersItsPacksAsItIsTold) {
    std::vector<std::uint32_t> behind;
    store->number_packs_by([&](std::uint32_t last) -> Result<std::uint32_t> {
        behind.push_back(last);
        return last + 10;  // others have had nine meanwhile
    });

    append({"one"});
    append({"two"});

    EXPECT_THAT(names(), ElementsAre("segments/00010.pack", "segments/00020.pack"));
    EXPECT_THAT(behind, ElementsAre(0U, 10U));
    EXPECT_TRUE(store->move_pack_to_trash(20, Seconds{}).ok()) << "it is stored, and nobody writes it any more";
}

TEST_F(S3SegmentStoreTest, MakesOneObjectOfAllThatIsSyncedAtOnce) {
    MUST(store->append(Pieces{"one", "two"}));
    MUST(store->append(Pieces{"three"}));
    EXPECT_THAT(names(), ElementsAre());

    MUST(store->sync());
    MUST(store->sync());

    EXPECT_THAT(names(), ElementsAre("segments/00001.pack"));
}

TEST_F(S3SegmentStoreTest, ReadsWhatIsAppendedBeforeItIsStored) {
    const auto extents = MUST(store->append(Pieces{"one", "three"}));
    const auto slice = MUST(store->open(extents[1]));

    EXPECT_EQ(MUST(store->read(extents[1])), "three");
    MUST(store->sync());

    EXPECT_EQ(MUST(slice.source->read(slice.offset, 5)), "three");
    EXPECT_GE(slice.source->descriptor(), 0);
}

TEST_F(S3SegmentStoreTest, ClosesAPackThatIsFull) {
    append({std::string(60, 'a'), std::string(60, 'b'), "c"});

    EXPECT_THAT(names(), ElementsAre("segments/00001.pack", "segments/00002.pack"));
}

TEST_F(S3SegmentStoreTest, ReadsAPackFromTheBucketOnceAndKeepsIt) {
    const auto extents = append({"one", "three"});
    place.lose_cache();
    reopen();

    EXPECT_EQ(MUST(store->read(extents[0])), "one");
    EXPECT_EQ(MUST(store->read(extents[1])), "three");

    EXPECT_EQ(place.cache().gauges().misses, 1U);
    EXPECT_GE(MUST(store->open(extents[0])).source->descriptor(), 0);
}

TEST_F(S3SegmentStoreTest, FetchesAheadWhatWillBeRead) {
    const auto extents = append({"one", "three"});
    place.lose_cache();
    reopen();

    store->prefetch(extents);
    store.reset();  // waits for it, or leaves it out

    const auto copy = place.cache().status("00001.pack");
    EXPECT_TRUE(!copy || copy->is_whole);
}

TEST_F(S3SegmentStoreTest, FetchesTheRestOfWhatIsOpened) {
    const auto extent = append({"one", "three"}).front();
    place.lose_cache();
    reopen();

    const auto slice = MUST(store->open(extent));

    EXPECT_TRUE(testing::comes_true([&] { return slice.source->descriptor() >= 0; }, std::chrono::seconds(10)));
}

TEST_F(S3SegmentStoreTest, GoesOnWhenTheCacheVanishes) {
    const auto before = append({"one"}).front();

    place.lose_cache();
    const auto after = append({"two"}).front();

    EXPECT_EQ(MUST(store->read(before)), "one");
    EXPECT_EQ(MUST(store->read(after)), "two");
}

TEST_F(S3SegmentStoreTest, FetchesAPackAgainWhoseCopyIsDamaged) {
    const auto extent = append({"bytes"}).front();
    bool is_told = false;
    store->observe_damage([&](const Extent&) { is_told = true; });
    place.change_copy("00001.pack", 0);

    EXPECT_FAULT(store->read(extent), Fault::busy);

    EXPECT_EQ(MUST(store->read(extent)), "bytes");
    EXPECT_FALSE(is_told);
    EXPECT_FALSE(store->any_damage());
}

TEST_F(S3SegmentStoreTest, NeverReplacesAPackOfAnother) {
    const MemoryBytes theirs("theirs");
    MUST(place.client().put(ObjectLayout::pack(1), {&theirs, 0, 6}, sha256_of("theirs")));
    MUST(place.client().put(ObjectLayout::pack(5), {&theirs, 0, 6}, sha256_of("theirs")));
    MUST(store->append(Pieces{"ours"}));

    EXPECT_FAULT(store->sync(), Fault::busy);
    const auto again = append({"ours"}).front();

    EXPECT_EQ(again.pack, 6U);
    EXPECT_EQ(MUST(place.client().read(ObjectLayout::pack(1), {0, 6})), "theirs");
}

TEST_F(S3SegmentStoreTest, IsReadWithoutACacheByWhoeverOnlyLooks) {
    const auto extents = append({"one", "three"});
    auto parts = place.parts();
    parts.cache = nullptr;
    const auto reader = MUST(S3SegmentStore::open(parts));

    EXPECT_EQ(MUST(reader->read(extents[1])), "three");
    EXPECT_FAULT(reader->append(Pieces{"more"}), Fault::unsupported);
}

}  // namespace
}  // namespace slipway::storage
