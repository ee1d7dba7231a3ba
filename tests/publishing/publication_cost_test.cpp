// What one more package costs, in counts: at 20,000 packages it must be what it is at 1,000. Only the hashing of the
// finished files grows.
#include "tests/publishing/many_packages.hpp"

namespace slipway::publishing {
namespace {

using slipway::testing::begin_upload;
using slipway::testing::many_debs;

/// Of one publication, on average.
struct Cost {
    double rows = 0;
    double catalog_bytes = 0;
    double segment_bytes = 0;
    double blocks = 0;
    double nodes = 0;
    double hashed = 0;
    double signatures = 0;
};

class PublicationCost : public ::testing::Test {
protected:
    PublicationCost() { slipway_.create_main(); }

    void fill(std::size_t first, std::size_t count) {
        MUST(begin_upload(slipway_, many_debs(slipway_, first, count)).get());
    }

    Cost totals() {
        const auto& counts = slipway_.publisher().counters();
        const auto written = slipway_.catalog().write_counts();
        const auto real = [](std::uint64_t count) { return static_cast<double>(count); };
        return {real(written.rows),           real(written.bytes),        real(counts.bytes_rendered),
                real(counts.blocks_rendered), real(counts.nodes_written), real(counts.bytes_hashed),
                real(slipway_.signatures())};
    }

    /// Twenty publications of one package each.
    Cost cost_of_one_more(std::size_t first) {
        constexpr std::size_t times = 20;
        const Cost before = totals();
        for (std::size_t i = 0; i < times; ++i) fill(first + i, 1);
        slipway_.wait_for_release_signature();
        const Cost after = totals();
        const auto each = [](double from, double to) { return (to - from) / times; };
        return {each(before.rows, after.rows),
                each(before.catalog_bytes, after.catalog_bytes),
                each(before.segment_bytes, after.segment_bytes),
                each(before.blocks, after.blocks),
                each(before.nodes, after.nodes),
                each(before.hashed, after.hashed),
                each(before.signatures, after.signatures)};
    }

    slipway::testing::PublisherFixture slipway_;
};

TEST_F(PublicationCost, DependsOnTheChangeAndNotOnTheRepository) {
    fill(0, 1'000);
    const Cost small = cost_of_one_more(100'000);
    fill(1'000, 19'000);

    const Cost large = cost_of_one_more(200'000);

    // A deeper tree has a node more on each path, and a larger database a page more.
    EXPECT_LE(large.rows, small.rows + 2);
    EXPECT_LE(large.nodes, small.nodes + 1);
    EXPECT_LE(large.blocks, small.blocks + 1);
    EXPECT_NEAR(large.signatures, small.signatures, 0.2);
    EXPECT_LE(large.segment_bytes + large.catalog_bytes, 1'000'000);
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

TEST(Publications, OfOneRepositoryDoNotWaitForALargeOneOfAnother) {
    slipway::testing::PublisherFixture slipway;
    slipway.create_main();
    slipway.create_repository("other");
    auto large = begin_upload(slipway, many_debs(slipway, 0, 20'000));

    MUST(begin_upload(slipway, many_debs(slipway, 0, 1, "other"), "other").get());

    EXPECT_EQ(large.wait_for(std::chrono::seconds(0)), std::future_status::timeout)
        << "the small one was answered first";
    MUST(large.get());
}

}  // namespace
}  // namespace slipway::publishing
