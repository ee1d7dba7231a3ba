#include "base/nearest.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

TEST(EditDistance, CountsWhatIsPutInTakenOutReplacedAndExchanged) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("abc", ""), 3U);
    EXPECT_EQ(edit_distance("abc", "axc"), 1U);
    EXPECT_EQ(edit_distance("abcd", "acbd"), 1U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(NearestName, IsTheFirstOfTheNearestWhateverTheCase) {
    EXPECT_EQ(nearest_of("ad", {"ab", "ac", "xyz"}), "ab");
    EXPECT_EQ(nearest_of("XY", {"ab", "xyz"}), "xyz");
}

TEST(NearestName, IsWhatAnAliasMeans) {
    const Alias aliases[] = {{"other", "ab"}};

    EXPECT_EQ(nearest_of("Other", {"ab", "others"}, aliases), "ab");
    EXPECT_EQ(nearest_of("othe", {"ab", "others"}, aliases), "others");
}

}  // namespace
}  // namespace slipway
