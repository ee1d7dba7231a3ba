#include "base/pauses.hpp"

#include <gmock/gmock.h>

#include <set>

namespace slipway {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

TEST(Pauses, AreDoubledUpToTheLongest) {
    Pauses pauses(100ms, 250ms);

    EXPECT_THAT(pauses.next(), AllOf(Ge(50ms), Le(100ms)));
    EXPECT_THAT(pauses.next(), AllOf(Ge(100ms), Le(200ms)));
    EXPECT_THAT(pauses.next(), AllOf(Ge(125ms), Le(250ms)));
    EXPECT_THAT(pauses.next(), AllOf(Ge(125ms), Le(250ms)));
}

TEST(Pauses, AreNotTheSameForThoseWhoFailedTogether) {
    std::set<std::chrono::milliseconds> lengths;

    for (int i = 0; i < 20; ++i) lengths.insert(Pauses(1h, 1h).next());

    EXPECT_GT(lengths.size(), 1U);
}

}  // namespace
}  // namespace slipway
