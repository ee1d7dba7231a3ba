// What is sent to PostgreSQL and comes back: numbered parameters, binary forms of values, text of any bytes.
#include "storage/postgresql/parameters.hpp"
#include "storage/postgresql/statement_text.hpp"
#include "storage/postgresql/stored_text.hpp"
#include "storage/postgresql/types.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;

constexpr TypeId type_bool = 16;
constexpr TypeId type_int4 = 23;

TEST(PostgresqlStatements, HaveNumberedParameters) {
    EXPECT_EQ(number_parameters("SELECT ? WHERE a IN (?, ?)").sql, "SELECT $1 WHERE a IN ($2, $3)");
    EXPECT_EQ(number_parameters("SELECT ? WHERE a IN (?, ?)").parameters, 3U);
    EXPECT_EQ(number_parameters("SELECT '?', \"?\", 'it''s ?', ?").sql, "SELECT '?', \"?\", 'it''s ?', $1");
}

TEST(PostgresqlIntegers, ComeBackAsTheyWereSent) {
    for (const std::int64_t value : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, INT64_MAX})
        EXPECT_EQ(decode_integer(type_int8, encode_integer(value)), value);
    EXPECT_EQ(decode_integer(type_int4, "\xff\xff\xff\xfe"), -2);
    EXPECT_EQ(decode_integer(type_bool, "\x01"), 1);
    EXPECT_EQ(decode_integer(type_int8, "short"), std::nullopt);
    EXPECT_EQ(decode_integer(type_bytea, "12345678"), std::nullopt);
}

TEST(PostgresqlParameters, StandOneBehindAnotherWithTheirTypes) {
    Parameters parameters(4);
    parameters.set_bytes(1, "ab");
    parameters.set_integer(2, 7);
    parameters.set_null(3);

    EXPECT_TRUE(parameters.learn_types());
    const auto& view = parameters.view();

    EXPECT_THAT(parameters.types(), ElementsAre(type_bytea, type_int8, type_unknown, type_unknown));
    EXPECT_EQ(std::string(view.values[0], 2), "ab");
    EXPECT_EQ(std::string(view.values[1], 8), encode_integer(7));
    EXPECT_EQ(view.values[2], nullptr);
    EXPECT_EQ(view.values[3], nullptr) << "a place of a set that is left selects nothing";
}

TEST(PostgresqlParameters, KeepTheTypesThatOnceWereKnown) {
    Parameters parameters(1);
    parameters.set_text(1, "");
    EXPECT_TRUE(parameters.learn_types());
    EXPECT_NE(parameters.view().values[0], nullptr) << "an empty text is not none";
    parameters.clear();

    EXPECT_FALSE(parameters.learn_types());
    EXPECT_EQ(parameters.view().values[0], nullptr);
    EXPECT_THAT(parameters.types(), ElementsAre(type_text));
    parameters.set_text(2, "x");
    EXPECT_TRUE(parameters.is_malformed());
}

struct Text {
    const char* because;
    std::string text;
    std::string stored;
};

class StoredText : public ::testing::TestWithParam<Text> {};

TEST_P(StoredText, ComesBack) {
    EXPECT_EQ(to_stored_text(GetParam().text), GetParam().stored);
    EXPECT_EQ(from_stored_text(GetParam().stored), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Postgresql, StoredText,
    ::testing::Values(Text{"AsciiAsItIs", "hello 1.0", "hello 1.0"},
                      Text{"Utf8AsItIs", "gr\u00fc\u00df", "gr\u00fc\u00df"}, Text{"Nothing", "", ""},
                      Text{"AByteOfLatin1",
                           "a\xfc"
                           "b",
                           "a\U0010fffc"
                           "b"},
                      Text{"ANul", std::string("a\0b", 3),
                           "a\U0010ff00"
                           "b"},
                      Text{"ACutOffCharacter", "\xe2\x82", "\U0010ffe2\U0010ff82"},
                      Text{"WhatLooksLikeAStoredByte", "\U0010ff41", "\U0010fff4\U0010ff8f\U0010ffbd\U0010ff81"},
                      Text{"ANeighbourOfThese", "\U0010feff!", "\U0010feff!"}),
    [](const auto& text) { return text.param.because; });

}  // namespace
}  // namespace slipway::storage
