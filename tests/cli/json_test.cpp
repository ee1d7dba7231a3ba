#include "cli/json.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ReceivedJson, ReadsWhatIsAbsentOrOfAnotherTypeAsEmpty) {
    const auto value = MUST(JsonValue::parse(R"({"a":{"b":1},"t":"x"})"));

    EXPECT_EQ(value["a"]["b"].integer(), 1);
    EXPECT_EQ(value["a"]["nothing"]["below"].text(), "");
    EXPECT_EQ(value["t"].integer(), 0);
    EXPECT_FALSE(value["t"].is_true());
    EXPECT_TRUE(value["nothing"].is_null());
    EXPECT_THAT(value["t"].elements(), IsEmpty());
    EXPECT_THAT(value["t"].members(), IsEmpty());
}

TEST(ReceivedJson, HasATextForEveryScalar) {
    const auto value = MUST(JsonValue::parse(R"(["x",12,true,null,["a","b"],{"c":1}])"));

    const auto elements = value.elements();

    ASSERT_THAT(elements, SizeIs(6));
    EXPECT_EQ(elements[0].text(), "x");
    EXPECT_EQ(elements[1].text(), "12");
    EXPECT_EQ(elements[2].text(), "true");
    EXPECT_EQ(elements[3].text(), "");
    EXPECT_EQ(elements[4].text(), "a b");
    EXPECT_EQ(elements[5].text(), "");
}

TEST(ReceivedJson, KeepsItsPartsAlive) {
    JsonValue part;
    {
        const auto whole = MUST(JsonValue::parse(R"({"a":["long enough not to be stored in place"]})"));
        part = whole["a"].elements()[0];
    }
    EXPECT_EQ(part.text(), "long enough not to be stored in place");
}

TEST(ReceivedJson, KeepsTheOrderOfMembers) {
    EXPECT_EQ(MUST(JsonValue::parse(R"({"z":1, "a":[2,{}]})")).render(), R"({"z":1,"a":[2,{}]})");
}

TEST(ReceivedJson, IsRefusedWhenCutShortOrTooDeep) {
    EXPECT_FAULT(JsonValue::parse(R"({"a":)"), Fault::invalid_input);
    EXPECT_FAULT(JsonValue::parse(std::string(1000, '[')), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::cli
