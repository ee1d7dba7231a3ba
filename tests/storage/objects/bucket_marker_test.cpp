#include "storage/objects/bucket_marker.hpp"

#include "tests/storage/objects/scripted_bucket.hpp"

#include <algorithm>

namespace slipway::storage {
namespace {

using s3::answered;
using s3::refused;
using testing::a_listing;
using testing::all_of;
using testing::found;
using ::testing::HasSubstr;

constexpr const char* a_blob = "prod/blobs/sha256/ab/abcd";

class BucketMarker : public testing::ScriptedBucket {
protected:
    std::vector<s3::Attempt> marked(const std::string& id) { return {found(id.size() + 1), all_of(id + "\n")}; }
    void the_store_has(std::vector<s3::Attempt> first, std::vector<s3::Attempt> then = {}) {
        for (auto& attempt : then) first.push_back(std::move(attempt));
        the_store_does(std::move(first));
    }
    bool has_written() const {
        return std::any_of(transport.requests.begin(), transport.requests.end(),
                           [](const auto& request) { return request.method == s3::Method::put; });
    }

    MarkedBucket place{client};
};

TEST_F(BucketMarker, NamesTheCatalogOfABucket) {
    the_store_has(marked("ours"));

    const auto seen = MUST(place.look());

    EXPECT_EQ(seen.id, "ours");
    EXPECT_EQ(place.name(), "s3://packages/prod");
    EXPECT_FALSE(has_written());
}

TEST_F(BucketMarker, ThatIsMissingLeavesTheQuestionWhetherThereArePackages) {
    the_store_has({answered(404), a_listing({}), answered(404), a_listing({a_blob})});

    const auto empty = MUST(place.look());
    const auto filled = MUST(place.look());

    EXPECT_FALSE(empty.is_taken());
    EXPECT_EQ(filled.id, std::nullopt);
    EXPECT_TRUE(filled.has_packages);
    EXPECT_FALSE(has_written());
}

TEST_F(BucketMarker, IsLeftIfNobodyElseDoesSoMeanwhile) {
    the_store_has({answered(200)}, marked("ours"));

    EXPECT_TRUE(place.mark("ours", std::nullopt).ok());

    EXPECT_EQ(asked().at(0), "PUT /packages/prod/slipway.id");
    EXPECT_EQ(transport.bodies.at(0), "ours\n");
    EXPECT_EQ(transport.field(0, "if-none-match"), "*");
}

TEST_F(BucketMarker, OfAnotherWhoWasQuickerIsSeen) {
    the_store_has({refused(412, "PreconditionFailed")}, marked("theirs"));

    const auto taken = place.mark("ours", std::nullopt);

    EXPECT_FAULT(taken, Fault::unsupported);
    EXPECT_THAT(taken.error().message(), HasSubstr("was taken for another catalog at this moment, by the id theirs"));
}

TEST_F(BucketMarker, IsLeftWithoutAConditionWhereTheStoreKnowsNone) {
    the_store_has({refused(501, "NotImplemented"), answered(200)}, marked("ours"));

    EXPECT_TRUE(place.mark("ours", std::nullopt).ok());

    EXPECT_EQ(transport.field(1, "if-none-match"), "");
}

TEST_F(BucketMarker, OfAnotherCatalogIsReplacedWhereItWasSeen) {
    the_store_has({answered(200)}, marked("ours"));

    EXPECT_TRUE(place.mark("ours", "theirs").ok());

    EXPECT_EQ(transport.field(0, "if-none-match"), "");
}

}  // namespace
}  // namespace slipway::storage
