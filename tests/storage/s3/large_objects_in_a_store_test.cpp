// Multipart uploads and long reads, asked of a real store: run by run_with_store.py.
#include "storage/s3/abandoned_uploads.hpp"
#include "storage/s3/multipart.hpp"
#include "tests/storage/s3/store_fixture.hpp"

namespace slipway::s3 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint64_t mib = 1024 * 1024;
constexpr PartSizes small_parts{5 * mib, 5 * mib};

/// Bytes of which no two pieces are alike.
std::string varied(std::size_t size) {
    std::string out;
    out.reserve(size + 32);
    for (Sha256 last; out.size() < size; out.append(last.raw())) last = sha256_of(last.raw());
    out.resize(size);
    return out;
}

class LargeObjectsInAStore : public StoreFixture {
protected:
    Result<PutResult> put_large(std::string_view name, const Sha256& digest) {
        return put_in_parts(*client, key(name), {&bytes, 0, text.size()}, digest, {}, small_parts);
    }
    /// Those of this test: others break off what they do.
    std::string uploads_under_way() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        return MUST(client->caller().call({Operation::list_multipart_uploads,
                                           Method::get,
                                           bucket->path(),
                                           {{"prefix", std::string(test->name()) + "/"}, {"uploads", ""}}}))
            .body;
    }

    const std::string text = varied(11 * mib + 1);
    const MemoryBytes bytes{text};
};

TEST_F(LargeObjectsInAStore, AreWrittenInPartsAndReadAsAWhole) {
    EXPECT_EQ(MUST(put_large("large", sha256_of(text))), PutResult::written);

    EXPECT_EQ(sha256_of(MUST(get("large", {0, text.size()}))), sha256_of(text));
    EXPECT_EQ(MUST(get("large", {5 * mib - 3, 6})), text.substr(5 * mib - 3, 6));
    EXPECT_THAT(uploads_under_way(), Not(HasSubstr("<Upload>")));
}

TEST_F(LargeObjectsInAStore, AreNotWrittenWithAnotherDigestAndLeaveNoParts) {
    EXPECT_FAULT(put_large("large", sha256_of("other")), Fault::corrupt);

    EXPECT_EQ(MUST(client->find(key("large"))), std::nullopt);
    EXPECT_THAT(uploads_under_way(), Not(HasSubstr("<Upload>")));
}

TEST_F(LargeObjectsInAStore, AreCopiedInPartsWithWhatIsToldOfThem) {
    MUST(put_in_parts(*client, key("large"), {&bytes, 0, text.size()}, sha256_of(text), {{}, {{"stored-at", "17"}}},
                      small_parts));
    const auto status = MUST(client->find(key("large")));
    ASSERT_TRUE(status);

    MUST(copy_in_parts(*client, key("large"), key("copy"), *status, small_parts));

    EXPECT_EQ(sha256_of(MUST(client->read(key("copy"), {0, text.size()}))), sha256_of(text));
    EXPECT_EQ(MUST(client->find(key("copy")))->find("stored-at"), "17");
    EXPECT_THAT(uploads_under_way(), Not(HasSubstr("<Upload>")));
}

TEST_F(LargeObjectsInAStore, ThatWereAbandonedAreAbortedOnceTheyAreOldEnough) {
    MUST(client->caller().call(
        {Operation::create_multipart_upload, Method::post, bucket->path_of(key("large")), {{"uploads", ""}}}));

    EXPECT_EQ(MUST(abort_uploads_begun_before(*client, clock.now() - std::chrono::minutes(5))), 0U);
    EXPECT_EQ(MUST(abort_uploads_begun_before(*client, clock.now() + std::chrono::minutes(5))), 1U);

    EXPECT_THAT(uploads_under_way(), Not(HasSubstr("<Upload>")));
}

TEST_F(LargeObjectsInAStore, AreWrittenInOnePieceToo) {
    MUST(client->put(key("large"), {&bytes, 1, text.size() - 1}, sha256_of(text.substr(1))));

    EXPECT_EQ(sha256_of(MUST(get("large", {0, text.size() - 1}))), sha256_of(text.substr(1)));
}

TEST_F(LargeObjectsInAStore, CostNothingWhenTheyAreRefused) {
    if (!is_rgw()) return;
    MUST(put("large", "first"));
    const MemoryBytes other(text);

    EXPECT_EQ(MUST(client->put(key("large"), {&other, 0, text.size()}, sha256_of(text), {Existing::keep})),
              PutResult::kept);

    EXPECT_EQ(MUST(get("large", {0, 5})), "first");
}

}  // namespace
}  // namespace slipway::s3
