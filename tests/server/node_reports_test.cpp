#include "server/node_reports.hpp"

#include <gmock/gmock.h>

namespace slipway::server {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Optional;

TEST(NodeReports, ANodeThatHearsAndFollowsIsCurrent) {
    EXPECT_EQ(why_not_current({.unheard_for = 1s, .behind_for = 0s, .is_known = true}), std::nullopt);
}

TEST(NodeReports, ANodeThatHearsNothingSaysForHowLong) {
    EXPECT_THAT(why_not_current({.unheard_for = 6'500ms, .behind_for = 0ms, .is_known = false}),
                Optional(HasSubstr("has not answered for 6 s")));
}

TEST(NodeReports, ANodeThatCannotFollowSaysForHowLong) {
    EXPECT_THAT(why_not_current({.unheard_for = 20ms, .behind_for = 7s, .is_known = false}),
                Optional(HasSubstr("for 7 s something is published that this node cannot serve yet")));
}

TEST(NodeReports, PagesShowHowFarEachNodeIsBehindInAllRepositories) {
    publishing::ClusterView cluster;
    cluster.nodes = {{.id = "a:1", .ready = true}, {.id = "b:1"}};
    cluster.lags = {{.node = "a:1", .repository = "main", .published = 7, .served = 5},
                    {.node = "a:1", .repository = "tools", .published = 3, .served = 2}};

    const auto shown = nodes_shown(cluster);

    ASSERT_EQ(shown.size(), 2U);
    EXPECT_TRUE(shown[0].is_ready);
    EXPECT_EQ(shown[0].behind, 3);
    EXPECT_FALSE(shown[1].is_ready);
}

}  // namespace
}  // namespace slipway::server
