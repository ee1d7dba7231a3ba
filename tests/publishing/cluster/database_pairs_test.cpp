// Pairs of repomd.xml and its signature as rows of a real database, as two nodes use them.
#include "publishing/cluster/database_pairs.hpp"

#include "tests/support/postgresql_server.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::Optional;
using testing::postgresql_server;

SharedPairs::Wanted repomd(const char* client, std::int64_t newest, std::int64_t oldest = 1) {
    return {sha256_of(client), false, newest, oldest};
}
SharedPairs::Wanted signature(const char* client, std::int64_t newest, std::int64_t oldest = 1) {
    return {sha256_of(client), true, newest, oldest};
}

class DatabasePairsTest : public ::testing::Test {
protected:
    void age_pins(const std::string& by) const {
        postgresql_server().query(database_, "UPDATE repomd_pins SET since = since - interval '" + by + "'");
    }

    const std::string database_ = postgresql_server().make_database();
    const std::string url_ = postgresql_server().url(database_);
    Log log_{LogFormat::logfmt, LogLevel::error};
    DatabasePairs a_{url_, log_};
    DatabasePairs b_{url_, log_};
};

TEST_F(DatabasePairsTest, TheOtherHalfComesFromTheGenerationOfTheFirst) {
    EXPECT_THAT(a_.choose(repomd("dnf", 7)), Optional(7));
    EXPECT_THAT(b_.choose(signature("dnf", 8)), Optional(7));
    EXPECT_THAT(a_.choose(signature("zypper", 7)), Optional(7));
    EXPECT_THAT(b_.choose(repomd("zypper", 8)), Optional(7));
}

TEST_F(DatabasePairsTest, ANodeThatLagsIsToldTheNewerGeneration) {
    EXPECT_THAT(a_.choose(repomd("dnf", 8)), Optional(8));
    EXPECT_THAT(b_.choose(signature("dnf", 7)), Optional(8));
}

TEST_F(DatabasePairsTest, APairIsCompleteOnce) {
    a_.choose(repomd("dnf", 7));
    b_.choose(signature("dnf", 7));

    EXPECT_THAT(a_.choose(signature("dnf", 8)), Optional(8));
    EXPECT_THAT(b_.choose(repomd("dnf", 9)), Optional(8));
}

TEST_F(DatabasePairsTest, TheSameHalfAgainBeginsWithTheNewest) {
    a_.choose(repomd("dnf", 7));

    EXPECT_THAT(b_.choose(repomd("dnf", 8)), Optional(8));
    EXPECT_THAT(a_.choose(signature("dnf", 8)), Optional(8));
}

TEST_F(DatabasePairsTest, WhatCannotBeDeliveredAnyMoreIsNotChosen) {
    a_.choose(repomd("dnf", 7));

    EXPECT_THAT(b_.choose(signature("dnf", 9, 8)), Optional(9));
}

TEST_F(DatabasePairsTest, APinEndsAfterTenSeconds) {
    a_.choose(repomd("dnf", 7));
    age_pins("11 seconds");

    EXPECT_THAT(b_.choose(signature("dnf", 8)), Optional(8));
}

TEST_F(DatabasePairsTest, WithoutTheDatabaseNobodyIsTold) {
    DatabasePairs nowhere("postgresql://slipway@127.0.0.1:1/slipway", log_);

    EXPECT_EQ(nowhere.choose(repomd("dnf", 7)), std::nullopt);
    EXPECT_EQ(nowhere.choose(repomd("dnf", 7)), std::nullopt) << "at once: the second does not try";
}

}  // namespace
}  // namespace slipway::publishing
