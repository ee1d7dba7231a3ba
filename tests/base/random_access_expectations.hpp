#pragma once

#include "base/stream.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <cstdint>

namespace slipway::testing {

// What every RandomAccess does, with "0123456789" in it.

inline void expect_reads_anywhere(const RandomAccess& bytes) {
    EXPECT_EQ(bytes.size(), 10u);
    EXPECT_EQ(MUST(bytes.read(0, 10)), "0123456789");
    EXPECT_EQ(MUST(bytes.read(3, 4)), "3456");
    EXPECT_EQ(MUST(bytes.read(3, 0)), "");
}

inline void expect_reads_less_only_at_the_end(const RandomAccess& bytes) {
    EXPECT_EQ(MUST(bytes.read(8, 100)), "89");
    EXPECT_EQ(MUST(bytes.read(8, SIZE_MAX)), "89");
    EXPECT_EQ(MUST(bytes.read(10, 1)), "");
    EXPECT_EQ(MUST(bytes.read(UINT64_MAX, 1)), "");
}

}  // namespace slipway::testing
