#include "server/files/published_files.hpp"

#include <gtest/gtest.h>

namespace slipway::files {
namespace {

TEST(LanesOfFiles, FollowFromThePath) {
    EXPECT_EQ(work_of(std::vector<std::string>{"ui", "main"}, true), http::Work::page);
    EXPECT_EQ(work_of(std::vector<std::string>{"main", "deb"}, false), http::Work::snapshot);
    EXPECT_EQ(work_of(std::vector<std::string>{"main", "deb"}, true), http::Work::listing);
}

}  // namespace
}  // namespace slipway::files
