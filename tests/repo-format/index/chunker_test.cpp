#include "repo-format/index/chunker.hpp"

#include "repo-format/index/node.hpp"
#include "tests/repo-format/index/entries.hpp"

#include <algorithm>

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

/// The number of entries of each block by the rule as it is written down, in numbers with a point.
std::vector<std::size_t> sizes_by_the_rule(const std::vector<Entry>& entries) {
    std::vector<std::size_t> all;
    std::size_t size = 0;
    double total = 0;
    const auto end_block = [&] {
        if (size > 0) all.push_back(size);
        size = 0;
        total = 0;
    };
    for (const auto& [key, given] : entries) {
        const double weight = std::max(given, 128u);
        if (total + weight > 512 * 1024) end_block();
        ++size;
        total += weight;
        const auto length = [](const std::string& text) { return std::string(1, static_cast<char>(text.size())); };
        const Sha256 hash =
            sha256_of(std::string("slipway list cut 1") + '\0' + length(key.name) + key.name + length(key.version) +
                      key.version + length(key.qualifier) + key.qualifier + std::string(key.sha256.raw()));
        const double fraction = static_cast<double>(big_endian_64(hash.bytes.data())) / 18446744073709551616.0;
        const double distance = total < 128 * 1024 ? 512 * 1024 : 32 * 1024;
        if (total >= 32 * 1024 && fraction < weight / distance) end_block();
    }
    end_block();
    return all;
}

TEST(Chunker, EndsBlocksWhereTheWrittenRuleDoes) {
    auto entries = many_entries(20000);
    for (std::size_t i = 0; i < entries.size(); i += 97)
        entries[i].weight = static_cast<std::uint32_t>(i * 104729 % 700000);

    EXPECT_EQ(sizes(cut(0, entries)), sizes_by_the_rule(entries));
}

// Roots name sets of packages in databases, in snapshots and in what users wrote down. A change of the rule or of the
// hashes that moves this one is a change of format.
TEST(Chunker, GivesTheSameListTheSameRootForEver) {
    EXPECT_EQ(testing::List(many_entries(20000)).root->hex(),
              "95c9f59bebcbedeb8030b2660245c0a92cffc54ce2570a67ea47710222c9aa9b");
}

TEST(Chunker, CutsBlocksBetweenTheirBounds) {
    auto cuts = weights(cut(0, many_entries(20000)));
    const double mean = 20000.0 * 1050 / static_cast<double>(cuts.size());
    cuts.pop_back();

    EXPECT_THAT(cuts, Each(Ge(32u * 1024)));
    EXPECT_THAT(cuts, Each(Le(512u * 1024)));
    EXPECT_THAT(mean, ::testing::AllOf(Ge(110.0 * 1024), Le(190.0 * 1024)));
}

// What a package costs is the block it falls into: large ones are hit more often.
TEST(Chunker, CutsBlocksOfLikeSizes) {
    double total = 0;
    double of_blocks_hit = 0;
    for (const std::uint64_t weight : weights(cut(0, many_entries(20000)))) {
        total += static_cast<double>(weight);
        of_blocks_hit += static_cast<double>(weight) * static_cast<double>(weight);
    }

    EXPECT_THAT(of_blocks_hit / total, Le(175.0 * 1024));
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

/// Many versions of each name, one name after another.
std::vector<Entry> entries_of_names(std::size_t names, std::size_t versions) {
    std::vector<Entry> entries;
    for (std::size_t name = 0; name < names; ++name)
        for (std::size_t version = 0; version < versions; ++version)
            entries.push_back(an_entry(fmt::format("path-{:05}", name), fmt::format("{:06}", version)));
    return entries;
}

std::vector<Node> cut_together(const std::vector<Entry>& entries) {
    Chunker chunker(0, OneName::stays_together);
    for (const Entry& entry : entries) chunker.add({entry.key, entry.weight, 1, {}});
    return std::move(chunker).finish();
}

/// How many names fall into two blocks.
std::size_t parted_names(const std::vector<Node>& blocks) {
    std::size_t parted = 0;
    for (std::size_t i = 1; i < blocks.size(); ++i)
        if (blocks[i - 1].items.back().key.name == blocks[i].items.front().key.name) ++parted;
    return parted;
}

TEST(Chunker, KeepsTheEntriesOfANameInOneBlockWhereTheyStayTogether) {
    const auto entries = entries_of_names(400, 30);

    const auto blocks = cut_together(entries);

    EXPECT_GT(parted_names(cut(0, entries)), 0u);
    EXPECT_EQ(parted_names(blocks), 0u);
    EXPECT_GT(blocks.size(), 20u);
    EXPECT_THAT(weights(blocks), Each(Le(512u * 1024)));
}

TEST(Chunker, PartsANameThatFillsMoreThanABlock) {
    const auto blocks = cut_together(entries_of_names(1, 5000));

    EXPECT_EQ(parted_names(blocks), blocks.size() - 1);
    EXPECT_THAT(weights(blocks), Each(Le(512u * 1024)));
}

TEST(Chunker, CutsTheLevelsAtUnrelatedPlaces) {
    EXPECT_NE(sizes(cut(1, many_entries(5000))), sizes(cut(2, many_entries(5000))));
}

TEST(Chunker, HasNothingToCutWithoutItems) { EXPECT_TRUE(cut(0, {}).empty()); }

}  // namespace
}  // namespace slipway::index
