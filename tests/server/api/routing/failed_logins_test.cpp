#include "server/api/routing/failed_logins.hpp"

#include <gtest/gtest.h>

namespace slipway::api {
namespace {

using std::chrono::seconds;

class FailedLoginsTest : public ::testing::Test {
protected:
    /// How many of `count` are answered as too many.
    std::uint64_t too_many(std::uint64_t count, std::string_view address, int second) {
        std::uint64_t beyond = 0;
        for (std::uint64_t i = 0; i < count; ++i) beyond += logins_.record(address, start_ + seconds(second)) ? 1 : 0;
        return beyond;
    }
    FailedLogins logins_;
    FailedLogins::Time start_{};
};

TEST_F(FailedLoginsTest, AreTooManyFromTheTwentyFirstOfAMinuteOn) {
    EXPECT_EQ(too_many(25, "192.0.2.1", 0), 5U);
    EXPECT_EQ(too_many(1, "192.0.2.1", 59), 1U);
    EXPECT_EQ(too_many(20, "192.0.2.1", 60), 0U);
}

TEST_F(FailedLoginsTest, OfOneAddressDoNotCountForAnother) {
    too_many(100, "192.0.2.1", 0);
    EXPECT_EQ(too_many(20, "192.0.2.2", 0), 0U);
    EXPECT_EQ(too_many(20, "2001:db8::1", 0), 0U);
    EXPECT_EQ(too_many(1, "2001:db8::2", 0), 1U) << "the same /64 network";
}

TEST_F(FailedLoginsTest, AreRememberedOfTheLatestAddressesOnly) {
    too_many(100, "192.0.2.1", 0);
    for (int i = 0; i < static_cast<int>(FailedLogins::addresses); ++i)
        too_many(1, "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256), 1);
    EXPECT_EQ(too_many(1, "192.0.2.1", 2), 0U);
}

}  // namespace
}  // namespace slipway::api
