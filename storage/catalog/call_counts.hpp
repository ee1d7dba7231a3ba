#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace slipway::storage {

/// How this process has called the server of a catalog since it started.
struct CallCounts {
    struct Kind {
        /// Upper bounds of the buckets, in microseconds; the last bucket has none.
        static constexpr std::array<std::uint64_t, 9> bounds = {500,    1'000,   2'500,     5'000,     10'000,
                                                                50'000, 250'000, 1'000'000, 10'000'000};
        std::uint64_t answered = 0;
        std::uint64_t refused = 0;  // the server refused a statement
        std::uint64_t lost = 0;     // the connection was lost before the answer, or could not be made
        std::uint64_t total_microseconds = 0;
        std::array<std::uint64_t, bounds.size() + 1> buckets{};

        std::uint64_t in_bucket(std::size_t bucket) const { return buckets.at(bucket); }
        std::uint64_t microseconds() const { return total_microseconds; }
    };
    Kind connecting{};
    Kind statements{};  // those that were sent together are one call
};

}  // namespace slipway::storage
