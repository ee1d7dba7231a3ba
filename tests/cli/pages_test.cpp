#include "cli/pages.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

TEST(Pages, AreJoinedListByList) {
    JoinedPages joined;
    joined.add(MUST(JsonValue::parse(R"({"counts":{"added":3},"added":[1,2],"removed":[],"next":"x"})")));
    joined.add(MUST(JsonValue::parse(R"({"counts":{"added":3},"added":[3],"removed":[4],"next":null})")));

    EXPECT_EQ(joined.size(), 4U);
    EXPECT_EQ(joined.render(), R"({"counts":{"added":3},"added":[1,2,3],"removed":[4],"next":null})");
}

TEST(Pages, OfWhichThereIsOneStayAsTheyAre) {
    const std::string page = R"({"packages":[{"name":"hello"}],"next":null})";
    JoinedPages joined;
    joined.add(MUST(JsonValue::parse(page)));

    EXPECT_EQ(joined.render(), page);
}

}  // namespace
}  // namespace slipway::cli
