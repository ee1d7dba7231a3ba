// What an edit, a look-up and a difference cost, in nodes read and made: it follows the change, not the list.
#include "repo-format/index/edit.hpp"
#include "repo-format/index/node.hpp"
#include "tests/repo-format/index/entries.hpp"

namespace slipway::index {
namespace {

using testing::an_entry;
using ::testing::Le;
using testing::List;
using testing::many_entries;

std::size_t depth_of(const List& list) {
    const unsigned level = MUST(load_node(list.nodes, *list.root)).level;
    list.nodes.take_reads();
    return level + 1;
}

/// `count` of `size` packages, spread over the list, in a newer version.
ListEdit updates(std::size_t size, std::size_t count) {
    ListEdit edit;
    for (std::size_t i = 0; i < count; ++i) {
        const auto name = fmt::format("package-{:07}", i * size / count);
        edit.remove.push_back(testing::a_key(name));
        edit.add.push_back(an_entry(name, "2.0"));
    }
    return edit;
}

class ListCost : public ::testing::TestWithParam<std::size_t> {};

TEST_P(ListCost, OfOneMoreEntryIsAPathDownTheTree) {
    const std::size_t size = GetParam();
    List list(many_entries(size));
    const std::size_t depth = depth_of(list);
    std::size_t reads = 0;
    std::size_t made = 0;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < 100; ++i) {
        const ListEdit edit{{an_entry(fmt::format("package-{:07}a", i * size / 100))}, {}};
        const auto edited = list.nodes.edit(list.order, list.root, edit);
        const std::size_t read = list.nodes.take_reads();
        reads += read;
        made += edited.nodes.size();
        for (const NewNode& node : edited.nodes) bytes += node.bytes.size();
        list.root = edited.root;

        EXPECT_THAT(read, Le(3 * depth + 5));
        EXPECT_THAT(edited.nodes.size(), Le(depth + 5));
    }
    EXPECT_THAT(reads, Le(100 * 2 * depth));
    EXPECT_THAT(made, Le(100 * depth + 10));
    EXPECT_THAT(bytes, Le(100u * 64 * 1024));
}

TEST_P(ListCost, OfLookingUpAnEntryIsANodePerLevel) {
    const List list(many_entries(GetParam()));
    const std::size_t depth = depth_of(list);

    MUST(find_entry(list.nodes, list.order, list.root, testing::a_key("package-0000500")));

    EXPECT_EQ(list.nodes.take_reads(), depth);
}

TEST_P(ListCost, OfAnEditFollowsTheNumberOfChanges) {
    const List start(many_entries(GetParam()));
    const std::size_t depth = depth_of(start);
    for (const std::size_t changed : {1u, 10u, 100u}) {
        List list = start;

        list.change(updates(GetParam(), changed));

        EXPECT_THAT(list.made, Le(changed * (depth + 2))) << changed;
    }
}

TEST_P(ListCost, OfADifferenceFollowsTheNumberOfChanges) {
    const List start(many_entries(GetParam()));
    const std::size_t depth = depth_of(start);
    for (const std::size_t changed : {1u, 10u, 100u}) {
        List list = start;
        list.change(updates(GetParam(), changed));
        std::size_t differing = 0;

        MUST(diff_lists(list.nodes, list.order, start.root, list.root, [&](Side, const Entry&) { ++differing; }));

        EXPECT_EQ(differing, 2 * changed);
        EXPECT_THAT(list.nodes.take_reads(), Le(changed * 2 * (depth + 1))) << changed;
    }
}

// Entries that stay together must not make one that comes as dear as all that are there.
TEST(CostOfAHugeName, IsThatOfTheBlockThatIsHit) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < 20'000; ++i) entries.push_back(an_entry("usr/bin/hello", fmt::format("{:06}", i)));
    List list;
    list.order = ListOrder(VersionOrder::bytes, OneName::stays_together);
    list.change({entries, {}});
    const std::size_t depth = depth_of(list);
    constexpr std::size_t additions = 100;
    std::size_t made = 0;
    for (std::size_t i = 0; i < additions; ++i) {
        list.add(an_entry("usr/bin/hello", fmt::format("{:06}a", i * 200)));

        EXPECT_THAT(list.made, Le(depth + 16)) << i;  // ends may shift for some blocks until they meet the old ones
        made += list.made;
    }
    EXPECT_THAT(made, Le(additions * (depth + 3)));
}

INSTANTIATE_TEST_SUITE_P(Entries, ListCost, ::testing::Values(1000u, 20000u, 60000u),
                         [](const auto& size) { return "Of" + std::to_string(size.param); });

}  // namespace
}  // namespace slipway::index
