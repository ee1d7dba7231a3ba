// Rollback: what the channel contains afterwards, what is not done again, what is refused.
#include "tests/publishing/staging_test.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

class Rollbacks : public testing::StagingTest {};

TEST_F(Rollbacks, RenderNothing) {
    upload("stable", "hello", "1.0");
    upload("stable", "hello", "2.0");
    const auto rendered = counters().blocks_rendered.load();

    MUST(slipway_.roll_back({.channel = "stable", .revision = 2}));

    EXPECT_EQ(counters().blocks_rendered.load(), rendered);
}

TEST_F(Rollbacks, HashNothingThatTheCatalogStillKnows) {
    upload("stable", "hello", "1.0");
    const auto before = packages("stable");
    upload("stable", "hello", "2.0");
    const auto hashed = counters().bytes_hashed.load();

    MUST(slipway_.roll_back({.channel = "stable", .revision = 2}));

    EXPECT_EQ(counters().bytes_hashed.load(), hashed);
    EXPECT_EQ(packages("stable"), before);
    EXPECT_THAT(slipway_.served("deb", "stable", "InRelease"), HasSubstr(sha256_of(before).hex()));
}

TEST_F(Rollbacks, NeverDateAReleaseBeforeTheOneTheyReplace) {
    upload("stable", "hello", "1.0");
    upload("stable", "hello", "2.0");
    const auto before = slipway_.channel("stable").last_date;
    slipway_.clock().advance(std::chrono::seconds(-5));

    MUST(slipway_.roll_back({.channel = "stable", .revision = 2}));

    EXPECT_EQ(slipway_.channel("stable").last_date, before);
}

TEST_F(Rollbacks, NeverLeaveOutAPackageThatTheCatalogLost) {
    const auto hello = upload("stable", "hello");
    MUST(slipway_.remove("stable", hello));
    auto tx = MUST(slipway_.catalog().write());
    MUST(storage::delete_package(tx, slipway_.repository().state.settings.id, hello));
    MUST(std::move(tx).commit());

    const auto outcome = slipway_.roll_back({.channel = "stable", .revision = 2});

    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().code(), "publication-failed");
    EXPECT_EQ(slipway_.channel("stable").revision, 3);
}

}  // namespace
}  // namespace slipway::publishing
