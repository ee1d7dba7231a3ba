#include "storage/postgresql/call_counters.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using namespace std::chrono_literals;

TEST(CallCounters, CountByKindEndAndTime) {
    CallCounters counters;

    counters.count({.kind = Exchange::Kind::connecting, .end = Exchange::End::lost, .took = 20s});
    counters.count({.end = Exchange::End::answered, .took = 500us});
    counters.count({.end = Exchange::End::refused, .took = 501us});

    const auto counts = counters.counts();
    EXPECT_EQ(counts.connecting.lost, 1U);
    EXPECT_EQ(counts.connecting.buckets.back(), 1U) << "longer than any bound";
    EXPECT_EQ(counts.statements.answered, 1U);
    EXPECT_EQ(counts.statements.refused, 1U);
    EXPECT_EQ(counts.statements.microseconds(), 1001U);
    EXPECT_EQ(counts.statements.in_bucket(0), 1U) << "a bound belongs to its bucket";
    EXPECT_EQ(counts.statements.in_bucket(1), 1U);
}

}  // namespace
}  // namespace slipway::storage
