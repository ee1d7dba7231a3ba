// The promise everything else rests on: a list is a function of its set of entries. Each test arrives at one set by two
// ways and compares root and bytes of all nodes.
#include "repo-format/index/edit.hpp"
#include "tests/repo-format/index/entries.hpp"

#include <algorithm>
#include <array>

namespace slipway::index {
namespace {

using testing::an_entry;
using testing::List;
using testing::many_entries;

/// Entries of every kind of weight, several versions to a name.
std::vector<Entry> odd_entries(std::mt19937& random, std::size_t count) {
    const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t weights[] = {
            0, 1, 300 + below(3000), 20000 + below(60000), 128 * 1024, 200000 + below(400000)};
        const unsigned kind = below(100) < 80 ? below(3) : below(6);
        entries.push_back(
            an_entry(fmt::format("p{}", below(400)), fmt::format("{}.{}", below(9), below(40)), weights[kind]));
    }
    return entries;
}

/// Only the first weight given to a key counts in a set.
void keep_first_of_each_key(std::vector<Entry>& entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return compare(VersionOrder::deb, a.key, b.key) < 0; });
    const auto same_key = [](const Entry& a, const Entry& b) { return a.key == b.key; };
    entries.erase(std::unique(entries.begin(), entries.end(), same_key), entries.end());
}

class HistoryIndependence : public ::testing::TestWithParam<unsigned> {};

TEST_P(HistoryIndependence, HoldsForEntriesAddedOneByOneInAnyOrder) {
    std::mt19937 random(GetParam());
    auto entries = odd_entries(random, 400);
    keep_first_of_each_key(entries);
    const List at_once(entries);

    std::shuffle(entries.begin(), entries.end(), random);
    List one_by_one;
    for (const Entry& entry : entries) one_by_one.add(entry);

    EXPECT_EQ(one_by_one.root, at_once.root);
    EXPECT_EQ(one_by_one.tree(), at_once.tree());
}

TEST_P(HistoryIndependence, HoldsForEntriesRemovedOneByOneInAnyOrder) {
    std::mt19937 random(GetParam());
    auto entries = odd_entries(random, 600);
    keep_first_of_each_key(entries);
    List list(entries);

    std::shuffle(entries.begin(), entries.end(), random);
    while (entries.size() > 100) {
        list.remove(entries.back().key);
        entries.pop_back();
    }

    EXPECT_EQ(list.root, List(entries).root);
    EXPECT_EQ(list.tree(), List(entries).tree());
}

TEST_P(HistoryIndependence, HoldsAfterEveryOneOfManyMixedEdits) {
    std::mt19937 random(GetParam());
    std::vector<Entry> expected;
    List list;
    for (int round = 0; round < 40; ++round) {
        auto toggled = odd_entries(random, random() % 4 == 0 ? 300 : 3);
        keep_first_of_each_key(toggled);
        ListEdit edit;
        for (const Entry& entry : toggled) {
            if (std::erase_if(expected, [&](const Entry& e) { return e.key == entry.key; }) != 0)
                edit.remove.push_back(entry.key);
            else
                edit.add.push_back(entry);
        }
        expected.insert(expected.end(), edit.add.begin(), edit.add.end());

        list.change(edit);

        ASSERT_EQ(list.tree(), List(expected).tree()) << "round " << round;
    }
}

INSTANTIATE_TEST_SUITE_P(Seed, HistoryIndependence, ::testing::Range(1u, 7u));

constexpr std::array<ListOrder, 4> orders = {VersionOrder::deb, VersionOrder::rpm,
                                             ListOrder(VersionOrder::deb, OneName::stays_together),
                                             ListOrder(VersionOrder::bytes, OneName::stays_together)};

class ListHistory : public ::testing::TestWithParam<unsigned> {};

/// Puts `wanted` into the list in batches of any size, together with `passing` entries that a later batch takes out.
void arrive_at(List& list, std::vector<Entry> wanted, std::vector<Entry> passing, std::mt19937& random) {
    std::shuffle(wanted.begin(), wanted.end(), random);
    const auto take = [&](std::vector<Entry>& from, std::size_t most) {
        const auto count = static_cast<long>(std::min(from.size(), most));
        std::vector<Entry> taken(from.end() - count, from.end());
        from.erase(from.end() - count, from.end());
        return taken;
    };
    std::vector<EntryKey> to_leave;
    while (!wanted.empty() || !to_leave.empty()) {
        ListEdit edit{take(wanted, std::size_t{1} << random() % 10), std::exchange(to_leave, {})};
        const auto guests = take(passing, random() % 50);
        edit.add.insert(edit.add.end(), guests.begin(), guests.end());
        if (!edit.add.empty()) edit.add.push_back(edit.add.front());
        to_leave = testing::keys_of(guests);
        std::shuffle(edit.add.begin(), edit.add.end(), random);
        list.change(edit);
        if (random() % 8 == 0) list.change({});
    }
}

TEST_P(ListHistory, LeavesNoTraceWhateverTheOrderAndTheBatches) {
    std::mt19937 random(GetParam());
    auto entries = odd_entries(random, 1500);
    keep_first_of_each_key(entries);
    std::vector<Entry> passing;
    for (const Entry& entry : odd_entries(random, 600))
        passing.push_back(an_entry(entry.key.name, entry.key.version + "~guest", entry.weight));
    keep_first_of_each_key(passing);
    List list;
    list.order = orders[GetParam() % orders.size()];
    List at_once;
    at_once.order = list.order;

    arrive_at(list, entries, passing, random);
    at_once.change({entries, {}});

    EXPECT_EQ(list.root, at_once.root);
    EXPECT_EQ(list.tree(), at_once.tree());
}

INSTANTIATE_TEST_SUITE_P(Seed, ListHistory, ::testing::Range(1u, 41u));

TEST(HistoryIndependence, HoldsAcrossThreeLevelsForManyEntries) {
    std::mt19937 random(1);
    auto entries = many_entries(30000);
    const List at_once(entries);

    std::shuffle(entries.begin(), entries.end(), random);
    List in_parts;
    for (std::size_t at = 0; at < entries.size(); at += 7500)
        in_parts.change(
            {{entries.begin() + static_cast<long>(at), entries.begin() + static_cast<long>(at) + 7500}, {}});

    EXPECT_EQ(in_parts.root, at_once.root);
    EXPECT_EQ(in_parts.tree(), at_once.tree());
}

TEST(HistoryIndependence, HoldsForTheRemovalOfEveryFirstEntryOfABlock) {
    const auto entries = many_entries(20000);
    List list(entries);
    std::vector<EntryKey> firsts;
    for (const BlockRef& block : MUST(blocks_of(list.nodes, list.root)))
        firsts.push_back(MUST(entries_of(list.nodes, block.hash)).front().key);

    list.change({{}, firsts});

    auto rest = entries;
    std::erase_if(rest, [&](const Entry& e) { return std::count(firsts.begin(), firsts.end(), e.key) != 0; });
    EXPECT_EQ(list.tree(), List(rest).tree());
}

// A block that ended because a heavy entry did not fit takes in what stands behind once that entry is gone.
TEST(HistoryIndependence, HoldsWhenTheEntryThatDidNotFitIsRemoved) {
    const auto light = an_entry("a", "1", 32 * 1024 - 1);
    const auto heavy = an_entry("b", "1", 512 * 1024);
    const auto small = an_entry("c", "1", 128);
    List list({light, heavy, small});

    list.remove(heavy.key);

    EXPECT_EQ(MUST(blocks_of(list.nodes, list.root)).size(), 1u);
    EXPECT_EQ(list.tree(), List({light, small}).tree());
}

TEST(HistoryIndependence, AddingAndRemovingAnEntryReturnsToTheRootBefore) {
    List list(many_entries(20000));
    const Root before = list.root;

    list.add(an_entry("package-0012345b"));
    EXPECT_NE(list.root, before);
    list.remove(testing::a_key("package-0012345b"));

    EXPECT_EQ(list.root, before);
}

}  // namespace
}  // namespace slipway::index
