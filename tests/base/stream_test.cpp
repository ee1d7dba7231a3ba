#include "base/stream.hpp"

#include "tests/base/random_access_expectations.hpp"

namespace slipway {
namespace {

TEST(MemoryBytes, AreReadAtAnyOffset) { testing::expect_reads_anywhere(MemoryBytes("0123456789")); }
TEST(MemoryBytes, AreFewerThanAskedForOnlyAtTheEnd) {
    testing::expect_reads_less_only_at_the_end(MemoryBytes("0123456789"));
}

}  // namespace
}  // namespace slipway
