#include "server/node_watch.hpp"

#include "tests/support/comes_true.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace slipway::server {
namespace {

TEST(NodeWatch, ShowsWhatWasReadLastAndNothingThatIsOld) {
    const Log log(LogFormat::logfmt, LogLevel::error);
    std::atomic<bool> is_away{false};
    const NodeWatch watch(
        [&]() -> Result<publishing::ClusterView> {
            if (is_away) return Error(Fault::busy, "the database is away");
            publishing::ClusterView cluster;
            cluster.nodes.push_back({.id = "a:8080"});
            return cluster;
        },
        log);

    EXPECT_TRUE(testing::comes_true([&] { return watch.newest() != nullptr; }));
    EXPECT_EQ(watch.newest()->nodes.at(0).id, "a:8080");

    is_away = true;
    EXPECT_TRUE(testing::comes_true([&] { return watch.newest() == nullptr; }));
}

}  // namespace
}  // namespace slipway::server
