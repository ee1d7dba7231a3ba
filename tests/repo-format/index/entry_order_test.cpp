#include "tests/repo-format/index/entries.hpp"

#include <algorithm>

namespace slipway::index {
namespace {

using testing::a_key;

struct Order {
    const char* because;
    VersionOrder order;
    EntryKey first;
    EntryKey second;
};

class OrderedKeys : public ::testing::TestWithParam<Order> {};

TEST_P(OrderedKeys, AreInThisOrder) {
    const auto& [because, order, first, second] = GetParam();

    EXPECT_EQ(compare(order, first, second), std::strong_ordering::less);
    EXPECT_EQ(compare(order, second, first), std::strong_ordering::greater);
}

Sha256 digest(unsigned char last) {
    Sha256 made;
    made.bytes[31] = last;
    return made;
}

INSTANTIATE_TEST_SUITE_P(
    , OrderedKeys,
    ::testing::Values(
        Order{"NamesCompareAsBytes", VersionOrder::deb, a_key("Zlib"), a_key("abc")},
        Order{"NamesOutrankVersions", VersionOrder::deb, a_key("a", "9"), a_key("b", "1")},
        Order{"VersionsAscend", VersionOrder::deb, a_key("a", "1.9"), a_key("a", "1.10")},
        Order{"DpkgPutsATildeFirst", VersionOrder::deb, a_key("a", "1.0~rc1"), a_key("a", "1.0")},
        Order{"DpkgPutsEpochsAboveAll", VersionOrder::deb, a_key("a", "9"), a_key("a", "1:1")},
        Order{"RpmComparesEpochs", VersionOrder::rpm, a_key("a", "9-1"), a_key("a", "1:1-1")},
        Order{"RpmPutsACaretAfter", VersionOrder::rpm, a_key("a", "1.0-1"), a_key("a", "1.0^git-1")},
        Order{"EqualVersionsCompareAsBytes", VersionOrder::deb, a_key("a", "1.0"), a_key("a", "1.00")},
        Order{"VersionsOfNoToolCompareAsBytes", VersionOrder::bytes, a_key("a", "1.10"), a_key("a", "1.9")},
        Order{"QualifiersComeAfterVersions", VersionOrder::deb, EntryKey{"a", "1", "all", digest(9)},
              EntryKey{"a", "1", "amd64", digest(1)}},
        Order{"DigestsDecideLast", VersionOrder::rpm, EntryKey{"a", "1", "noarch", digest(1)},
              EntryKey{"a", "1", "noarch", digest(2)}},
        Order{"TheEmptyVersionComesBeforeAnyTilde", VersionOrder::deb, first_key_of("a"), a_key("a", "~~~")},
        Order{"TheEmptyVersionComesBeforeAnyRpmTilde", VersionOrder::rpm, first_key_of("a"), a_key("a", "~~~-1")}),
    [](const auto& row) { return row.param.because; });

TEST(EntryOrder, IsEqualOnlyForEqualKeys) {
    EXPECT_EQ(compare(VersionOrder::deb, a_key("a"), a_key("a")), std::strong_ordering::equal);
    EXPECT_NE(compare(VersionOrder::deb, a_key("a", "1.0"), a_key("a", "1.0-0")), std::strong_ordering::equal);
}

TEST(PieceOfText, IsOneEntryOrAllOfAName) {
    const std::vector<Entry> entries{{a_key("a", "1")}, {a_key("a", "2")}, {a_key("b", "1")}};
    const ListOrder together(VersionOrder::deb, OneName::stays_together);

    EXPECT_EQ(first_piece(VersionOrder::deb, entries).size(), 1u);
    EXPECT_EQ(first_piece(together, entries).size(), 2u);
    EXPECT_EQ(first_piece(together, std::span(entries).subspan(2)).size(), 1u);
}

}  // namespace
}  // namespace slipway::index
