#include "repo-format/index/edit.hpp"
#include "repo-format/index/node.hpp"
#include "tests/repo-format/index/entries.hpp"

#include <algorithm>

namespace slipway::index {
namespace {

using testing::a_key;
using testing::an_entry;
using ::testing::IsEmpty;
using testing::List;
using testing::many_entries;

TEST(ListEdit, OfNothingIsTheEmptyList) {
    const List list;

    EXPECT_EQ(list.root, std::nullopt);
    EXPECT_THAT(list.entries(), IsEmpty());
    EXPECT_EQ(list.made, 0u);
}

TEST(ListEdit, KeepsEntriesInOrderHoweverTheyCome) {
    const List list({an_entry("b", "1.10"), an_entry("c"), an_entry("b", "1.9"), an_entry("a")});

    EXPECT_EQ(list.entries(), std::vector({an_entry("a"), an_entry("b", "1.9"), an_entry("b", "1.10"), an_entry("c")}));
}

TEST(ListEdit, HasARootAboveASingleBlock) {
    const List list({an_entry("a")});

    EXPECT_EQ(list.made, 2u);
    EXPECT_EQ(MUST(load_node(list.nodes, *list.root)).level, 1u);
}

TEST(ListEdit, ChangesNothingByAddingWhatIsThereOrRemovingWhatIsNot) {
    List list(many_entries(1000));
    const Root before = list.root;

    list.change({{an_entry("package-0000500", "1.0", 99999)}, {a_key("absent"), a_key("package-0000500", "2.0")}});

    EXPECT_EQ(list.root, before);
    EXPECT_EQ(list.made, 0u);
    EXPECT_EQ(list.entries(), many_entries(1000));
}

TEST(ListEdit, KeepsAKeyThatIsBothAddedAndRemoved) {
    List list({an_entry("a")});

    list.change({{an_entry("a", "1.0", 5), an_entry("b")}, {a_key("a"), a_key("b")}});

    EXPECT_EQ(list.entries(), std::vector({an_entry("a"), an_entry("b")}));
}

TEST(ListEdit, TakesTheFirstOfTwoAdditionsWithOneKey) {
    const List list({an_entry("a", "1.0", 1), an_entry("a", "1.0", 2)});

    EXPECT_EQ(list.entries(), std::vector({an_entry("a", "1.0", 1)}));
}

TEST(ListEdit, RemovingEverythingLeavesTheEmptyList) {
    List list(many_entries(3000));

    list.change({{}, testing::keys_of(many_entries(3000))});

    EXPECT_EQ(list.root, std::nullopt);
    EXPECT_EQ(list.made, 0u);
}

TEST(ListEdit, LosesTheLevelsASmallerListDoesNotNeed) {
    List list(many_entries(60000));
    auto gone = testing::keys_of(many_entries(60000));
    gone.erase(gone.begin(), gone.begin() + 10);

    list.change({{}, gone});

    EXPECT_EQ(list.tree(), List(many_entries(10)).tree());
}

TEST(ListEdit, LeavesAllBlocksButOneOrTwoForOneEntry) {
    List list(many_entries(20000));
    const auto before = MUST(blocks_of(list.nodes, list.root));

    list.add(an_entry("package-0010000a"));

    std::size_t kept = 0;
    for (const BlockRef& block : MUST(blocks_of(list.nodes, list.root)))
        kept += std::count(before.begin(), before.end(), block);
    EXPECT_GE(kept, before.size() - 2);
}

TEST(ListEdit, FailsWithTheReadersFault) {
    List list(many_entries(1000));
    testing::MemoryNodes without;

    EXPECT_FAULT(edit_list(without, list.order, list.root, {}), Fault::corrupt);
}

TEST(ListEdit, RefusesABlockAsARoot) {
    List list({an_entry("a")});
    const Sha256 block = MUST(blocks_of(list.nodes, list.root)).front().hash;

    EXPECT_FAULT(edit_list(list.nodes, list.order, block, {}), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::index
