#include "repo-format/index/tree.hpp"

#include "tests/repo-format/index/entries.hpp"

#include <algorithm>

namespace slipway::index {
namespace {

using testing::a_key;
using testing::an_entry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using testing::List;
using testing::many_entries;

std::vector<std::string> names_from(const List& list, const std::optional<EntryKey>& from, std::size_t most = 100) {
    std::vector<std::string> names;
    MUST(visit_entries(list.nodes, list.order, list.root, from, [&](const Entry& entry) {
        names.push_back(entry.key.name + " " + entry.key.version);
        return names.size() < most ? Visit::next : Visit::stop;
    }));
    return names;
}

std::vector<std::string> difference(const List& list, const Root& from, const Root& to) {
    std::vector<std::string> lines;
    MUST(diff_lists(list.nodes, list.order, from, to, [&](Side side, const Entry& entry) {
        lines.push_back((side == Side::added ? "+" : "-") + entry.key.name + " " + entry.key.version);
    }));
    return lines;
}

std::size_t blocks_in(const List& list) {
    const auto count = MUST(blocks_of(list.nodes, list.root)).size();
    list.nodes.take_reads();
    return count;
}

TEST(List, GivesItsBlocksInOrderWithTheirSums) {
    const List list(many_entries(5000));

    std::vector<Entry> all;
    for (const BlockRef& block : MUST(blocks_of(list.nodes, list.root))) {
        std::uint64_t weight = 0;
        const auto entries = MUST(entries_of(list.nodes, block.hash));
        for (const Entry& entry : entries) weight += entry.weight;
        EXPECT_EQ(block, (BlockRef{block.hash, static_cast<std::uint32_t>(entries.size()), weight}));
        all.insert(all.end(), entries.begin(), entries.end());
    }
    EXPECT_EQ(all, many_entries(5000));
}

TEST(List, IsCountedByItsRootAlone) {
    const List list(many_entries(20000));

    EXPECT_EQ(MUST(count_of(list.nodes, list.root)), 20000u);
    EXPECT_EQ(list.nodes.take_reads(), 1u);
}

TEST(List, GivesItsBlocksFromInteriorNodesAlone) {
    const List list(many_entries(20000));

    MUST(blocks_of(list.nodes, list.root));

    EXPECT_THAT(list.nodes.take_reads(), Le(4u));
}

TEST(List, FindsAnEntryByReadingOneNodeOfEachLevel) {
    const List list(many_entries(60000));

    EXPECT_EQ(MUST(find_entry(list.nodes, list.order, list.root, a_key("package-0034567"))),
              many_entries(60000)[34567]);
    EXPECT_EQ(list.nodes.take_reads(), 3u);
}

TEST(List, DoesNotFindWhatItDoesNotHave) {
    const List list({an_entry("b", "1.0"), an_entry("b", "3.0")});

    EXPECT_EQ(MUST(find_entry(list.nodes, list.order, list.root, a_key("a"))), std::nullopt);
    EXPECT_EQ(MUST(find_entry(list.nodes, list.order, list.root, a_key("b", "2.0"))), std::nullopt);
    EXPECT_EQ(MUST(find_entry(list.nodes, list.order, list.root, a_key("c"))), std::nullopt);
    EXPECT_EQ(MUST(find_entry(list.nodes, list.order, std::nullopt, a_key("b"))), std::nullopt);
}

TEST(List, IsVisitedFromAnyKeyOn) {
    const List list({an_entry("a"), an_entry("b", "1.0~rc1"), an_entry("b", "1.0"), an_entry("c")});

    EXPECT_THAT(names_from(list, std::nullopt), ElementsAre("a 1.0", "b 1.0~rc1", "b 1.0", "c 1.0"));
    EXPECT_THAT(names_from(list, first_key_of("b")), ElementsAre("b 1.0~rc1", "b 1.0", "c 1.0"));
    EXPECT_THAT(names_from(list, a_key("b", "1.0")), ElementsAre("b 1.0", "c 1.0"));
    EXPECT_THAT(names_from(list, first_key_of("bb")), ElementsAre("c 1.0"));
    EXPECT_THAT(names_from(list, first_key_of("d")), IsEmpty());
}

TEST(List, IsVisitedOnlyUntilTheVisitorSaysStop) {
    const List list(many_entries(60000));

    EXPECT_THAT(names_from(list, first_key_of("package-0040000"), 2),
                ElementsAre("package-0040000 1.0", "package-0040001 1.0"));
    EXPECT_THAT(list.nodes.take_reads(), Le(4u));
}

TEST(List, IsVisitedAcrossAllItsBlocks) { EXPECT_EQ(List(many_entries(30000)).entries(), many_entries(30000)); }

TEST(List, VisitsEveryNodeAndLeavesOutWhatIsBelowAStop) {
    const List list(many_entries(60000));
    std::size_t all = 0;
    std::size_t top = 0;

    MUST(visit_nodes(list.nodes, list.root, [&](const Sha256&) { return ++all, Visit::next; }));
    MUST(visit_nodes(list.nodes, list.root, [&](const Sha256& hash) {
        ++top;
        return hash == *list.root ? Visit::next : Visit::stop;
    }));

    EXPECT_EQ(all, list.nodes.all().size());
    EXPECT_EQ(top, all - blocks_in(list));
}

TEST(List, TurnsAMissingBlockIntoAFault) {
    List list(many_entries(1000));
    const Sha256 block = MUST(blocks_of(list.nodes, list.root)).back().hash;
    list.nodes.put(block, "damaged");

    EXPECT_FAULT(entries_of(list.nodes, block), Fault::corrupt);
    EXPECT_FAULT(
        visit_entries(list.nodes, list.order, list.root, std::nullopt, [](const Entry&) { return Visit::next; }),
        Fault::corrupt);
}

TEST(ListDifference, NamesWhatOneOfTheListsHasInOrder) {
    List list({an_entry("a"), an_entry("b", "1.0"), an_entry("c")});
    const Root before = list.root;

    list.change({{an_entry("b", "2.0"), an_entry("d")}, {a_key("a"), a_key("b", "1.0")}});

    EXPECT_THAT(difference(list, before, list.root), ElementsAre("-a 1.0", "-b 1.0", "+b 2.0", "+d 1.0"));
    EXPECT_THAT(difference(list, list.root, before), ElementsAre("+a 1.0", "+b 1.0", "-b 2.0", "-d 1.0"));
}

TEST(ListDifference, WithTheEmptyListIsTheWholeList) {
    const List list(many_entries(3000));

    EXPECT_EQ(difference(list, std::nullopt, list.root).size(), 3000u);
    EXPECT_EQ(difference(list, list.root, std::nullopt).size(), 3000u);
    EXPECT_THAT(difference(list, std::nullopt, std::nullopt), IsEmpty());
}

TEST(ListDifference, OfAListWithItselfReadsNothing) {
    const List list(many_entries(3000));

    EXPECT_THAT(difference(list, list.root, list.root), IsEmpty());
    EXPECT_EQ(list.nodes.take_reads(), 0u);
}

TEST(ListDifference, ReadsOnlyWhereTheListsDiffer) {
    List list(many_entries(60000));
    const Root before = list.root;
    list.change({{an_entry("package-0010000a"), an_entry("package-0050000a")}, {a_key("package-0030000")}});

    EXPECT_THAT(difference(list, before, list.root),
                ElementsAre("+package-0010000a 1.0", "-package-0030000 1.0", "+package-0050000a 1.0"));
    EXPECT_THAT(list.nodes.take_reads(), Le(20u));
}

TEST(ListDifference, WorksBetweenListsOfDifferentHeight) {
    List list(many_entries(60000));
    const Root before = list.root;
    auto most = testing::keys_of(many_entries(60000));
    most.erase(most.begin() + 7);

    list.change({{}, most});

    EXPECT_EQ(difference(list, before, list.root).size(), 59999u);
    EXPECT_EQ(difference(list, list.root, before).size(), 59999u);
}

}  // namespace
}  // namespace slipway::index
