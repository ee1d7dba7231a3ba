#include "repo-format/index/node.hpp"

#include "tests/repo-format/index/entries.hpp"

namespace slipway::index {
namespace {

using testing::a_key;
using ::testing::HasSubstr;

Node a_block() { return {0, {{a_key("apt", "2.6.1"), 900, 1, {}}, {a_key("bash", "5.2-2"), 70000, 1, {}}}}; }
Node an_interior_node() {
    return {3, {{a_key("apt"), 1ULL << 40, 300, sha256_of("x")}, {a_key("zsh"), 1, 1, sha256_of("y")}}};
}

TEST(TreeNode, ParsesToWhatWasRendered) {
    for (const Node& node : {a_block(), an_interior_node()}) {
        const auto parsed = MUST(parse_node(render(node)));
        EXPECT_EQ(parsed.node, node);
        EXPECT_EQ(parsed.hash, hash_of(node));
    }
}

TEST(TreeNode, IsNamedByItsKeysAndNotByItsWeights) {
    Node heavier = a_block();
    heavier.items[0].weight += 1;
    Node other = a_block();
    other.items[0].key.version = "2.6.2";

    EXPECT_EQ(hash_of(heavier), hash_of(a_block()));
    EXPECT_NE(render(heavier), render(a_block()));
    EXPECT_NE(hash_of(other), hash_of(a_block()));
}

TEST(TreeNode, IsNamedDifferentlyOnAnotherLevel) {
    Node higher = an_interior_node();
    ++higher.level;

    EXPECT_NE(hash_of(higher), hash_of(an_interior_node()));
}

TEST(TreeNode, HasTheSumsOfItsItemsWhereItIsListed) {
    const Item item = item_of(an_interior_node());

    EXPECT_EQ(item, (Item{a_key("apt"), (1ULL << 40) + 1, 301, hash_of(an_interior_node())}));
}

struct Damage {
    const char* because;
    std::string bytes;
    const char* message;
};

class DamagedTreeNode : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedTreeNode, IsCorrupt) {
    const auto parsed = parse_node(GetParam().bytes);

    EXPECT_FAULT(parsed, Fault::corrupt);
    EXPECT_THAT(parsed.error().message(), HasSubstr(GetParam().message));
}

std::string with_byte(std::size_t at, char byte) {
    std::string bytes = render(a_block());
    bytes.at(at) = byte;
    return bytes;
}

std::string heavier_than_an_entry_can_be() { return render({0, {{a_key("apt"), 1ULL << 32, 1, {}}}}); }

INSTANTIATE_TEST_SUITE_P(
    , DamagedTreeNode,
    ::testing::Values(Damage{"NoBytes", "", "cut short at byte 0"},
                      Damage{"UnknownEncoding", with_byte(0, 2), "unknown encoding at byte 1"},
                      Damage{"ImpossibleLevel", with_byte(1, 17), "impossible level at byte 2"},
                      Damage{"NoItems", with_byte(2, 0), "impossible number of items at byte 3"},
                      Damage{"MoreItemsThanBytes", with_byte(2, 0x7f), "impossible number of items at byte 3"},
                      Damage{"FewerItemsThanBytes", with_byte(2, 1), "bytes after the last item"},
                      Damage{"TextBeyondTheEnd", with_byte(3, 0x7f), "cut short at byte"},
                      Damage{"LastByteMissing", render(a_block()).substr(0, render(a_block()).size() - 1), "cut short"},
                      Damage{"BytesAfterTheEnd", render(a_block()) + "x", "bytes after the last item"},
                      Damage{"WeightOfMoreThan32Bits", heavier_than_an_entry_can_be(), "weight too large"},
                      Damage{"LongFormOfANumber", std::string("\x01\x00\x81\x00", 4), "not in its shortest form"},
                      Damage{"NumberOfMoreThan64Bits", "\x01\x01" + std::string(9, '\xff') + "\x02", "too large"},
                      Damage{"EndlessNumber", "\x01\x01" + std::string(20, '\x80'), "too long"}),
    [](const auto& row) { return row.param.because; });

TEST(TreeNode, IsCorruptWhenTheStoredBytesAreAnotherNodes) {
    testing::MemoryNodes nodes;
    nodes.put(hash_of(a_block()), render(an_interior_node()));

    EXPECT_FAULT(load_node(nodes, hash_of(a_block())), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::index
