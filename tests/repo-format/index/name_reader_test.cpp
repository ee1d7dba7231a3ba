#include "repo-format/index/name_reader.hpp"

#include "tests/repo-format/index/entries.hpp"

namespace slipway::index {
namespace {

using testing::an_entry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using testing::List;
using testing::many_entries;

TEST(NameReader, GivesEveryVersionOfANameInOrder) {
    const List list({an_entry("a"), an_entry("b", "10.0"), an_entry("b", "9.0"), an_entry("bb")});
    auto reader = MUST(NameReader::open(list.nodes, list.order, list.root));

    EXPECT_THAT(MUST(reader.entries_of("b")), ElementsAre(an_entry("b", "9.0"), an_entry("b", "10.0")));
    EXPECT_THAT(MUST(reader.entries_of("bb")), ElementsAre(an_entry("bb")));
}

TEST(NameReader, FindsNothingOfANameTheListDoesNotHave) {
    const List list({an_entry("b")});
    const List empty;
    auto reader = MUST(NameReader::open(list.nodes, list.order, list.root));
    auto reader_of_nothing = MUST(NameReader::open(empty.nodes, empty.order, empty.root));

    EXPECT_THAT(MUST(reader.entries_of("a")), IsEmpty());
    EXPECT_THAT(MUST(reader.entries_of("c")), IsEmpty());
    EXPECT_THAT(MUST(reader_of_nothing.entries_of("b")), IsEmpty());
}

TEST(NameReader, FollowsANameThatFillsMoreThanOneBlock) {
    std::vector<Entry> versions;
    for (int i = 0; i < 2000; ++i) versions.push_back(an_entry("kernel", fmt::format("1.{:04}", i)));
    List list(many_entries(1000));
    list.change({versions, {}});
    auto reader = MUST(NameReader::open(list.nodes, list.order, list.root));

    EXPECT_EQ(MUST(reader.entries_of("kernel")), versions);
}

TEST(NameReader, ReadsANodeOnceForAllNamesItHolds) {
    const auto entries = many_entries(5000);
    const List list(entries);
    const auto nodes = list.tree().size();
    list.nodes.take_reads();
    auto reader = MUST(NameReader::open(list.nodes, list.order, list.root));

    for (const auto& entry : entries) EXPECT_THAT(MUST(reader.entries_of(entry.key.name)), ElementsAre(entry));

    EXPECT_THAT(list.nodes.take_reads(), Le(nodes));
}

}  // namespace
}  // namespace slipway::index
