// What one more package costs, in counts: at 4,000 packages it must be what it is at 400. Only the hashing of the
// finished files grows.
#include "tests/publishing/many_packages.hpp"

namespace slipway::publishing {
namespace {

using slipway::testing::begin_upload;
using slipway::testing::many_debs;

/// Of one publication, or of several on average.
struct Cost {
    double rows = 0;
    double catalog_bytes = 0;
    double segment_bytes = 0;
    double blocks = 0;
    double nodes = 0;
    double hashed = 0;
    double signatures = 0;
    double looked_up = 0;

    Cost operator-(const Cost& other) const {
        return {rows - other.rows,
                catalog_bytes - other.catalog_bytes,
                segment_bytes - other.segment_bytes,
                blocks - other.blocks,
                nodes - other.nodes,
                hashed - other.hashed,
                signatures - other.signatures,
                looked_up - other.looked_up};
    }
    Cost operator/(double times) const {
        return {rows / times,  catalog_bytes / times, segment_bytes / times, blocks / times,
                nodes / times, hashed / times,        signatures / times,    looked_up / times};
    }
};

class PublicationCost : public ::testing::Test {
protected:
    PublicationCost() { slipway_.create_main({"dev", "stable"}); }

    void fill(std::size_t first, std::size_t count) {
        MUST(begin_upload(slipway_, many_debs(slipway_, first, count)).get());
    }

    Cost totals() {
        const auto& counts = slipway_.publisher().counters();
        const auto written = slipway_.catalog().write_counts();
        const auto real = [](std::uint64_t count) { return static_cast<double>(count); };
        return {real(written.rows),           real(written.bytes),         real(counts.bytes_rendered),
                real(counts.blocks_rendered), real(counts.nodes_written),  real(counts.bytes_hashed),
                real(slipway_.signatures()),  real(counts.texts_looked_up)};
    }

    /// Twenty publications of one package each.
    Cost cost_of_one_more(std::size_t first) {
        constexpr std::size_t times = 20;
        const Cost before = totals();
        for (std::size_t i = 0; i < times; ++i) fill(first + i, 1);
        slipway_.wait_for_release_signature();
        return (totals() - before) / times;
    }

    slipway::testing::PublisherFixture slipway_;
};

TEST_F(PublicationCost, DependsOnTheChangeAndNotOnTheRepository) {
    fill(0, 400);
    const Cost small = cost_of_one_more(100'000);
    fill(400, 3'600);

    const Cost large = cost_of_one_more(200'000);

    // A deeper tree has a node more on each path, and a larger database a page more.
    EXPECT_LE(large.rows, small.rows + 2);
    EXPECT_LE(large.nodes, small.nodes + 1);
    EXPECT_LE(large.blocks, small.blocks + 1);
    EXPECT_NEAR(large.signatures, small.signatures, 0.2);
    EXPECT_EQ(large.looked_up, 0) << "the texts of a block stand in the one it replaces";
    EXPECT_LE(large.segment_bytes + large.catalog_bytes, 700'000);
    EXPECT_LE(large.catalog_bytes, 2 * small.catalog_bytes);
    EXPECT_GT(large.hashed, 5 * small.hashed) << "the one step that grows, or these are not two sizes";
}

TEST_F(PublicationCost, OfABatchIsThatOfOneRevision) {
    fill(0, 2'000);
    const Cost before = totals();

    fill(10'000, 50);
    slipway_.wait_for_release_signature();

    EXPECT_EQ(slipway_.channel("dev").revision, 3);
    const Cost one = {.signatures = totals().signatures - before.signatures};
    EXPECT_LE(one.signatures, 4) << "InRelease and Release.gpg of the deb distro, no more for fifty packages";
}

/// What promotions and rollbacks cost that exchange twenty packages of a tenth of a Debian release. A cost in
/// proportion to the release is the one of the promotion into an empty channel, some 500 KB and 6,000 rows.
class StagingCost : public PublicationCost {
protected:
    static constexpr std::size_t release = 6'344;
    static constexpr std::size_t different = 20;

    /// What `work` adds, its late signature included.
    Cost cost_of(const std::function<void()>& work) {
        slipway_.wait_for_release_signature("stable");
        const Cost before = totals();
        work();
        slipway_.wait_for_release_signature("stable");
        return totals() - before;
    }
    static void expect_nothing_rendered(const Cost& cost) {
        EXPECT_EQ(cost.blocks, 0);
        EXPECT_EQ(cost.segment_bytes, 0);
        EXPECT_EQ(cost.hashed, 0) << "the same files are or were served";
    }
};

TEST_F(StagingCost, OfAReleaseIsThatOfTheDifference) {
    fill(0, release);
    const Cost into_empty = cost_of([&] { MUST(slipway_.promote({.from = "dev", .to = "stable"})); });
    fill(release, different);
    const Cost promotion = cost_of([&] { MUST(slipway_.promote({.from = "dev", .to = "stable"})); });
    const Cost rollback = cost_of([&] { MUST(slipway_.roll_back({.channel = "stable", .revision = 2})); });

    for (const auto& cost : {into_empty, promotion, rollback}) expect_nothing_rendered(cost);
    EXPECT_LE(into_empty.catalog_bytes, 1'600'000);
    EXPECT_LE(promotion.catalog_bytes, 250'000);
    EXPECT_LE(rollback.catalog_bytes, 150'000);
    EXPECT_EQ(into_empty.nodes + promotion.nodes, 0) << "the source's trees are taken as they are";
    EXPECT_LE(promotion.rows, 2 * different + 100) << "a row for each version that is taken now, and a few more";
    EXPECT_LE(rollback.rows, 100);
    EXPECT_EQ(slipway_.channel("stable").package_count, release);
}

TEST(Publications, OfOneRepositoryDoNotWaitForALargeOneOfAnother) {
    slipway::testing::PublisherFixture slipway;
    slipway.create_main();
    slipway.create_repository("other");
    auto large = begin_upload(slipway, many_debs(slipway, 0, 5'000));

    MUST(begin_upload(slipway, many_debs(slipway, 0, 1, "other"), "other").get());

    EXPECT_EQ(large.wait_for(std::chrono::seconds(0)), std::future_status::timeout)
        << "the small one was answered first";
    MUST(large.get());
}

}  // namespace
}  // namespace slipway::publishing
