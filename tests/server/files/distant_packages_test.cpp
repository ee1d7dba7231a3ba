// Package files that are not on this machine: the threads of connections do not wait for them.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

/// Of other bytes each time: a thread keeps the files open that it sent last.
std::string another_deb() {
    static int last = 0;
    return testing::a_deb("hello" + std::to_string(++last)).build();
}

class DistantPackages : public ::testing::Test {
protected:
    DistantPackages() {
        api_.make_main();
        path_ = member(api_.upload("hello.deb", bytes_), "path");
    }

    TestApi api_;
    const std::string bytes_ = another_deb();
    std::string path_;
};

TEST_F(DistantPackages, AreSentAtOnceWhileTheyAreNear) {
    const auto answer = api_.at_once(path_);

    ASSERT_TRUE(answer);
    EXPECT_EQ(body_of(*answer), bytes_);
}

TEST_F(DistantPackages, WaitInALaneOfTheirOwn) {
    api_.blobs().move_away();

    EXPECT_FALSE(api_.at_once(path_));
    EXPECT_EQ(api_.lane_of(path_), http::Work::fetching);
    EXPECT_EQ(body_of(api_.get(path_)), bytes_);
}

TEST_F(DistantPackages, DelayNothingElse) {
    api_.blobs().move_away();

    EXPECT_TRUE(api_.at_once("/main/deb/dists/dev/InRelease"));
    EXPECT_EQ(api_.lane_of("/main/deb/pool/none.deb"), http::Work::snapshot);
}

}  // namespace
}  // namespace slipway::api
