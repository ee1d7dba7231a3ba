#include "base/done.hpp"

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

namespace slipway {
namespace {

using Told = std::vector<Result<std::string>>;

Done<std::string> tells(Told& told) {
    return Done<std::string>([&told](Result<std::string> result) { told.push_back(std::move(result)); });
}

TEST(Done, TellsTheResult) {
    Told told;

    tells(told)(std::string("made"));

    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(*told.front(), "made");
}

TEST(Done, CountsTheFirstCallOfAnyCopy) {
    Told told;

    {
        const auto done = tells(told);
        const auto copy = done;
        copy(std::string("first"));
        done(std::string("second"));
    }

    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(*told.front(), "first");
}

TEST(Done, TellsOfAnInternalFaultWhenItsLastCopyGoesUncalled) {
    Told told;

    {
        const auto done = tells(told);
        { const auto copy = done; }
        EXPECT_TRUE(told.empty());
    }

    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().error().fault(), Fault::internal);
}

TEST(Done, LetsGoOfWhatItCallsWithTheCall) {
    const auto captured = std::make_shared<int>(1);
    const Done<> done([captured](const Result<>&) {});

    done({});

    EXPECT_EQ(captured.use_count(), 1);
}

TEST(Done, LetsWhoeverItsCallWouldHaveToldBeToldWhenTheCallThrows) {
    Told told;
    const Done<> outer([inner = tells(told)](const Result<>&) { throw std::bad_alloc(); });

    EXPECT_THROW(outer({}), std::bad_alloc);

    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().error().fault(), Fault::internal);
}

TEST(Done, SurvivesACallThatThrowsWhileItIsDestroyed) {
    int called = 0;

    {
        const Done<> done([&](const Result<>&) {
            ++called;
            throw std::bad_alloc();
        });
    }

    EXPECT_EQ(called, 1);
}

}  // namespace
}  // namespace slipway
