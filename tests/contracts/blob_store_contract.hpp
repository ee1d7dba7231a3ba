#pragma once

#include "storage/blobs/blob_store.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <map>
#include <memory>

namespace slipway::testing {

/// What every BlobStore promises. A `Place` is default-constructible and has `open()`, which gives a store over what
/// earlier ones of the same place have committed, and `damage(id)`, which changes a byte of a stored blob. Instantiate
/// with INSTANTIATE_TYPED_TEST_SUITE_P(Name, BlobStoreContract, Place).
template <class Place>
class BlobStoreContract : public ::testing::Test {
protected:
    void reopen() {
        store.reset();
        store = place_.open();
    }
    storage::BlobUpload upload_of(const std::string& content) {
        auto upload = MUST(store->begin_upload());
        MUST(upload.append(content));
        return upload;
    }
    Sha256 commit(const std::string& content) {
        auto upload = upload_of(content);
        MUST(store->commit({&upload, 1}));
        return upload.digest();
    }
    void damage(const Sha256& id) { place_.damage(id); }
    std::string content_of(const Sha256& id) { return content_of(*MUST(store->open_blob(id))); }
    static std::string content_of(const ByteSource& source) {
        const auto size = MUST(source.size());
        return MUST(source.read(0, static_cast<std::size_t>(size)));
    }
    std::map<Sha256, std::uint64_t> visited() {
        std::map<Sha256, std::uint64_t> sizes;
        MUST(store->visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds) { sizes[id] = size; }));
        return sizes;
    }

private:
    Place place_;

protected:
    std::unique_ptr<storage::BlobStore> store = place_.open();
};

TYPED_TEST_SUITE_P(BlobStoreContract);

TYPED_TEST_P(BlobStoreContract, HasWhatWasCommittedAlsoAfterALaterStart) {
    std::vector<storage::BlobUpload> uploads;
    for (const auto* content : {"one", "three", ""}) uploads.push_back(this->upload_of(content));

    MUST(this->store->commit(uploads));
    EXPECT_EQ(this->content_of(sha256_of("three")), "three");
    this->reopen();

    EXPECT_EQ(this->content_of(sha256_of("one")), "one");
    EXPECT_EQ(this->content_of(sha256_of("")), "");
    EXPECT_TRUE(MUST(this->store->is_whole(sha256_of("three"))));
}

TYPED_TEST_P(BlobStoreContract, HashesAnUploadAsItGrows) {
    auto upload = this->upload_of("some ");
    const Sha256 halfway = upload.digest();
    MUST(upload.append_rest_of(MemoryBytes("no bytes"), 3));

    EXPECT_EQ(halfway, sha256_of("some "));
    EXPECT_EQ(upload.digest(), sha256_of("some bytes"));
    EXPECT_EQ(upload.size(), 10U);
    EXPECT_EQ(upload.content().size(), 10U);
    EXPECT_EQ(MUST(upload.content().read(5, 100)), "bytes");
}

TYPED_TEST_P(BlobStoreContract, ReadsUploadsThatRestAndCommitsThem) {
    std::vector<storage::BlobUpload> uploads;
    for (int i = 0; i < 40; ++i) uploads.push_back(this->upload_of("content " + std::to_string(i)));
    for (auto& upload : uploads) upload.close_for_reading();

    EXPECT_FALSE(uploads.front().append("more").ok());
    EXPECT_EQ(MUST(uploads.front().content().read(8, 10)), "0");
    EXPECT_EQ(uploads.back().digest(), sha256_of("content 39"));
    MUST(this->store->commit(uploads));

    EXPECT_EQ(this->visited().size(), 40U);
    EXPECT_EQ(this->content_of(sha256_of("content 39")), "content 39");
}

TYPED_TEST_P(BlobStoreContract, HasNothingOfAnAbandonedUpload) {
    { const auto upload = this->upload_of("some bytes"); }

    EXPECT_FALSE(MUST(this->store->contains(sha256_of("some bytes"))));
    EXPECT_THAT(this->visited(), ::testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, KeepsTheSameBytesOnce) {
    std::vector<storage::BlobUpload> uploads;
    for (int i = 0; i < 2; ++i) uploads.push_back(this->upload_of("same"));
    MUST(this->store->commit(uploads));
    this->commit("same");
    this->commit("other");

    EXPECT_EQ(this->visited(), (std::map<Sha256, std::uint64_t>{{sha256_of("same"), 4}, {sha256_of("other"), 5}}));
}

TYPED_TEST_P(BlobStoreContract, IsNotDisturbedByBlobsThatAreAbsent) {
    const Sha256 none = sha256_of("none");

    EXPECT_FALSE(MUST(this->store->contains(none)));
    EXPECT_FAULT(this->store->status(none), Fault::not_found);
    EXPECT_FALSE(MUST(this->store->is_whole(none)));
    EXPECT_FAULT(this->store->open_blob(none), Fault::not_found);
    EXPECT_FAULT(this->store->open_remains(none), Fault::not_found);
    EXPECT_FALSE(MUST(this->store->bring_back(none)));
    EXPECT_TRUE(this->store->remove(none).ok());
    EXPECT_TRUE(this->store->destroy(none).ok());
    EXPECT_TRUE(this->store->move_to_trash(none, Seconds{}).ok());
}

TYPED_TEST_P(BlobStoreContract, SaysHowLargeABlobIsAndWhenItWasStored) {
    const auto now = std::chrono::system_clock::now();
    const Sha256 id = this->commit("bytes");
    const auto before = MUST(this->store->status(id));

    MUST(this->store->move_to_trash(id, Seconds{}));
    MUST(this->store->bring_back(id));
    const auto after = MUST(this->store->status(id));

    EXPECT_EQ(before.size, 5U);
    EXPECT_GT(before.stored_at, now - std::chrono::seconds(3));
    EXPECT_LT(before.stored_at, now + std::chrono::seconds(60));
    EXPECT_EQ(after.stored_at, before.stored_at) << "the bytes are the same";
}

TYPED_TEST_P(BlobStoreContract, RemovesABlob) {
    const Sha256 id = this->commit("bytes");

    MUST(this->store->remove(id));
    this->reopen();

    EXPECT_FALSE(MUST(this->store->contains(id)));
}

TYPED_TEST_P(BlobStoreContract, DestroysABlobAlsoForThoseWhoHaveItOpenAndWhatRestsOfIt) {
    const Sha256 id = this->commit("secret");
    MUST(this->store->move_to_trash(id, Seconds{}));
    this->commit("secret");
    const auto held = MUST(this->store->open_blob(id));
    const auto before = this->store->destroyed();

    MUST(this->store->destroy(id));

    EXPECT_FALSE(MUST(this->store->contains(id)));
    EXPECT_EQ(MUST(held->size()), 0U);
    EXPECT_GT(this->store->destroyed(), before);
    EXPECT_THAT(MUST(this->store->trash().list()), ::testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, MovesADamagedBlobAsideAndShowsWhatIsLeftOfIt) {
    const Sha256 id = this->commit("bytes");
    this->damage(id);
    const auto before = this->store->destroyed();
    EXPECT_FALSE(MUST(this->store->is_whole(id)));
    EXPECT_TRUE(this->store->mark_damaged(id));
    EXPECT_FALSE(this->store->mark_damaged(id)) << "that is no news";

    MUST(this->store->quarantine(id));

    EXPECT_FAULT(this->store->open_blob(id), Fault::not_found);
    EXPECT_EQ(this->content_of(*MUST(this->store->open_remains(id))).size(), 5U);
    EXPECT_TRUE(this->store->is_damaged(id));
    EXPECT_EQ(this->store->damaged(), 1U);
    EXPECT_GT(this->store->destroyed(), before) << "whoever has it open must close it";
}

TYPED_TEST_P(BlobStoreContract, SaysWhetherDamagedBytesLieAsideUntilTheBlobIsRemoved) {
    const Sha256 id = this->commit("bytes");
    EXPECT_FALSE(MUST(this->store->is_quarantined(id)));
    this->damage(id);
    EXPECT_FALSE(MUST(this->store->is_quarantined(id))) << "it is where it was";

    MUST(this->store->quarantine(id));
    this->reopen();

    EXPECT_TRUE(MUST(this->store->is_quarantined(id)));
    MUST(this->store->remove(id));
    EXPECT_FALSE(MUST(this->store->is_quarantined(id)));
}

TYPED_TEST_P(BlobStoreContract, LeavesAWholeBlobWhereItIs) {
    const Sha256 id = this->commit("bytes");

    MUST(this->store->quarantine(id));

    EXPECT_EQ(this->content_of(id), "bytes");
    EXPECT_FALSE(MUST(this->store->is_quarantined(id)));
    EXPECT_FALSE(this->store->is_damaged(id));
}

TYPED_TEST_P(BlobStoreContract, MendsADamagedBlobByAnUploadOfTheSameBytes) {
    const Sha256 id = this->commit("bytes");
    this->damage(id);
    this->store->mark_damaged(id);

    this->commit("bytes");

    EXPECT_EQ(this->content_of(id), "bytes");
    EXPECT_FALSE(this->store->is_damaged(id));
    EXPECT_EQ(this->store->mended(), 1U);
}

TYPED_TEST_P(BlobStoreContract, LaysABlobToRestAndBringsItBack) {
    const Sha256 id = this->commit("bytes");
    const Seconds when{std::chrono::seconds(1000)};

    MUST(this->store->move_to_trash(id, when));
    this->reopen();

    EXPECT_FALSE(MUST(this->store->contains(id)));
    ASSERT_EQ(MUST(this->store->trash().list(id.hex())).size(), 1U);
    EXPECT_EQ(MUST(this->store->trash().list()).front().since, when);
    EXPECT_EQ(MUST(this->store->trash().list()).front().size, 5U);
    EXPECT_TRUE(MUST(this->store->bring_back(id)));
    EXPECT_EQ(this->content_of(id), "bytes");
    EXPECT_FALSE(MUST(this->store->bring_back(id)));
    EXPECT_THAT(MUST(this->store->trash().list()), ::testing::IsEmpty());
}

TYPED_TEST_P(BlobStoreContract, HasWhatWasCopiedToTheTrashUntilItIsMovedThere) {
    const Sha256 id = this->commit("bytes");
    const Seconds when{std::chrono::seconds(1000)};

    MUST(this->store->copy_to_trash({&id, 1}, when));
    EXPECT_EQ(this->content_of(id), "bytes");
    MUST(this->store->move_to_trash(id, when));

    EXPECT_FALSE(MUST(this->store->contains(id)));
    EXPECT_EQ(MUST(this->store->trash().list()).size(), 1U);
    EXPECT_TRUE(MUST(this->store->bring_back(id)));
    EXPECT_EQ(this->content_of(id), "bytes");
}

TYPED_TEST_P(BlobStoreContract, SaysForHowMuchThereIsRoom) { EXPECT_GT(MUST(this->store->free_bytes()), 0U); }

REGISTER_TYPED_TEST_SUITE_P(BlobStoreContract, HasWhatWasCommittedAlsoAfterALaterStart, HashesAnUploadAsItGrows,
                            ReadsUploadsThatRestAndCommitsThem, HasNothingOfAnAbandonedUpload, KeepsTheSameBytesOnce,
                            IsNotDisturbedByBlobsThatAreAbsent, SaysHowLargeABlobIsAndWhenItWasStored, RemovesABlob,
                            DestroysABlobAlsoForThoseWhoHaveItOpenAndWhatRestsOfIt,
                            MovesADamagedBlobAsideAndShowsWhatIsLeftOfIt,
                            SaysWhetherDamagedBytesLieAsideUntilTheBlobIsRemoved, LeavesAWholeBlobWhereItIs,
                            MendsADamagedBlobByAnUploadOfTheSameBytes, LaysABlobToRestAndBringsItBack,
                            HasWhatWasCopiedToTheTrashUntilItIsMovedThere, SaysForHowMuchThereIsRoom);

}  // namespace slipway::testing
