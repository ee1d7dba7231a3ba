#include "repo-format/index/chunker.hpp"

#include "tests/repo-format/index/entries.hpp"

namespace slipway::index {
namespace {

using testing::an_entry;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;
using testing::many_entries;

std::vector<Node> cut(unsigned level, const std::vector<Entry>& entries) {
    Chunker chunker(level);
    for (const Entry& entry : entries) chunker.add({entry.key, entry.weight, 1, sha256_of(entry.key.name)});
    return std::move(chunker).finish();
}

std::vector<std::uint64_t> weights(const std::vector<Node>& nodes) {
    std::vector<std::uint64_t> all;
    for (const Node& node : nodes) all.push_back(item_of(node).weight);
    return all;
}

std::vector<std::size_t> sizes(const std::vector<Node>& nodes) {
    std::vector<std::size_t> all;
    for (const Node& node : nodes) all.push_back(node.items.size());
    return all;
}

TEST(Chunker, CutsBlocksBetweenTheirBounds) {
    auto cuts = weights(cut(0, many_entries(20000)));
    const double mean = 20000.0 * 1050 / static_cast<double>(cuts.size());
    cuts.pop_back();

    EXPECT_THAT(cuts, Each(Ge(32u * 1024)));
    EXPECT_THAT(cuts, Each(Le(512u * 1024)));
    EXPECT_THAT(mean, ::testing::AllOf(Ge(110.0 * 1024), Le(190.0 * 1024)));
}

TEST(Chunker, CutsInteriorNodesBetweenTheirBounds) {
    auto cuts = sizes(cut(1, many_entries(20000)));
    const double mean = 20000.0 / static_cast<double>(cuts.size());
    cuts.pop_back();

    EXPECT_THAT(cuts, Each(Ge(32u)));
    EXPECT_THAT(cuts, Each(Le(512u)));
    EXPECT_THAT(mean, ::testing::AllOf(Ge(120.0), Le(200.0)));
}

TEST(Chunker, MakesABlockOfItsOwnOfAnEntryAboveTheBound) {
    const auto nodes = cut(0, {an_entry("a"), an_entry("b", "1", 600 * 1024), an_entry("c")});

    EXPECT_THAT(sizes(nodes), ::testing::ElementsAre(1, 1, 1));
}

TEST(Chunker, EndsABlockAfterAnEntryOfTheAverageWeight) {
    const auto nodes = cut(0, {an_entry("a"), an_entry("b", "1", 128 * 1024), an_entry("c")});

    EXPECT_THAT(sizes(nodes), ::testing::ElementsAre(2, 1));
}

TEST(Chunker, BoundsTheEntriesOfABlockWhenTheyWeighNothing) {
    std::vector<Entry> weightless = many_entries(20000);
    for (Entry& entry : weightless) entry.weight = 0;

    EXPECT_THAT(sizes(cut(0, weightless)), Each(Le(4096u)));
}

TEST(Chunker, CutsTheLevelsAtUnrelatedPlaces) {
    EXPECT_NE(sizes(cut(1, many_entries(5000))), sizes(cut(2, many_entries(5000))));
}

TEST(Chunker, HasNothingToCutWithoutItems) { EXPECT_TRUE(cut(0, {}).empty()); }

}  // namespace
}  // namespace slipway::index
