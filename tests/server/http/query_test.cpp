#include "server/http/query.hpp"

#include "server/http/target.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Query query_of(const std::string& text) { return MUST(parse_target("/?" + text)).query; }

TEST(Query, FindsWhatCameOnce) {
    const auto query = query_of("repository=main&limit=");

    EXPECT_EQ(query.find("repository"), "main");
    EXPECT_EQ(query.find("limit"), "");
    EXPECT_EQ(query.find("after"), std::nullopt);
    EXPECT_EQ(query.repeated(), std::nullopt);
}

TEST(Query, HasNoValueForWhatCameMoreThanOnce) {
    for (const auto* text : {"repository=other&repository=main&limit=1", "repository=main&limit=1&repository=main",
                             "repository=main&repository&limit=1", "limit=1&repository=a&repository=b&repository=c",
                             "repository=main&limit=1&repositor%79=other", "%72epository=a&limit=1&repositor%79=b"}) {
        const auto query = query_of(text);

        EXPECT_EQ(query.repeated(), "repository") << text;
        EXPECT_EQ(query.find("repository"), std::nullopt) << text;
        EXPECT_THAT(query.fields(), ElementsAre(Pair("limit", "1"))) << text;
    }
}

TEST(Query, IsEmptyWhereNothingCame) {
    EXPECT_TRUE(query_of("").empty());
    EXPECT_FALSE(query_of("a").empty());
    EXPECT_FALSE(query_of("a&a").empty());
}

TEST(Query, TellsNamesApartByEveryCharacter) {
    EXPECT_EQ(query_of("name=a&Name=b&name+=c&n%61me2=d").repeated(), std::nullopt);
    EXPECT_EQ(query_of("a+b=1&a%20b=2").repeated(), "a b");
}

}  // namespace
}  // namespace slipway::http
