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
};

TEST_F(BucketMarker, OfTheCatalogLetsItIn) {
    the_store_has(marked("ours"), marked("ours"));

    EXPECT_TRUE(claim_bucket(client, {"ours", true}).ok());
    EXPECT_TRUE(check_bucket(client, "ours").ok());
    EXPECT_FALSE(has_written());
}

TEST_F(BucketMarker, OfAnotherCatalogKeepsItOutAndSaysWhatToDo) {
    the_store_has(marked("theirs"), marked("theirs"));

    const auto claimed = claim_bucket(client, {"ours", true});

    EXPECT_FAULT(claimed, Fault::unsupported);
    EXPECT_THAT(claimed.error().message(), HasSubstr("its slipway.id says theirs, and the catalog here is ours"));
    EXPECT_THAT(claimed.error().message(), HasSubstr("slipwayd init --adopt"));
    EXPECT_FAULT(check_bucket(client, "ours"), Fault::unsupported);
    EXPECT_FALSE(has_written());
}

TEST_F(BucketMarker, IsLeftInAnEmptyBucketByAnEmptyCatalog) {
    the_store_has({answered(404), a_listing({}), answered(200)}, marked("ours"));

    EXPECT_TRUE(claim_bucket(client, {"ours"}).ok());

    EXPECT_EQ(asked().at(2), "PUT /packages/prod/slipway.id");
    EXPECT_EQ(transport.bodies.at(2), "ours\n");
    EXPECT_EQ(transport.field(2, "if-none-match"), "*");
}

TEST_F(BucketMarker, OfAnotherWhoWasQuickerIsSeen) {
    the_store_has({answered(404), a_listing({}), refused(412, "PreconditionFailed")}, marked("theirs"));

    EXPECT_FAULT(claim_bucket(client, {"ours"}), Fault::unsupported);
}

TEST_F(BucketMarker, IsLeftWithoutAConditionWhereTheStoreKnowsNone) {
    the_store_has({answered(404), a_listing({}), refused(501, "NotImplemented"), answered(200)}, marked("ours"));

    EXPECT_TRUE(claim_bucket(client, {"ours"}).ok());

    EXPECT_EQ(transport.field(3, "if-none-match"), "");
}

TEST_F(BucketMarker, IsNotLeftInAnEmptyBucketByACatalogWithPackages) {
    the_store_has({answered(404), a_listing({})});

    const auto claimed = claim_bucket(client, {"ours", true});

    EXPECT_FAULT(claimed, Fault::unsupported);
    EXPECT_THAT(claimed.error().message(), HasSubstr("holds no packages, but the catalog names some"));
    EXPECT_FALSE(has_written());
}

TEST_F(BucketMarker, IsNotLeftOverPackagesByACatalogWithoutAny) {
    the_store_has({answered(404), a_listing({a_blob})});

    const auto claimed = claim_bucket(client, {"ours"});

    EXPECT_FAULT(claimed, Fault::unsupported);
    EXPECT_THAT(claimed.error().message(), HasSubstr("the catalog names none"));
    EXPECT_FALSE(has_written());
}

TEST_F(BucketMarker, ThatWasRemovedIsLeftAgain) {
    the_store_has({answered(404), a_listing({a_blob}), answered(200)}, marked("ours"));

    EXPECT_TRUE(claim_bucket(client, {"ours", true}).ok());
}

TEST_F(BucketMarker, OfAnotherCatalogIsReplacedByWhoeverTakesOver) {
    auto script = marked("theirs");
    script.push_back(answered(200));
    the_store_has(std::move(script), marked("ours"));

    EXPECT_TRUE(claim_bucket(client, {"ours", false, true}).ok());

    EXPECT_EQ(transport.field(2, "if-none-match"), "");
}

TEST_F(BucketMarker, IsNeededByWhoeverOnlyReads) {
    the_store_has({answered(404)});

    EXPECT_FAULT(check_bucket(client, "ours"), Fault::unsupported);
}

}  // namespace
}  // namespace slipway::storage
