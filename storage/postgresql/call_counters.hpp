#pragma once

#include "storage/catalog/call_counts.hpp"
#include "storage/postgresql/settings.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace slipway::storage {

/// Counts exchanges with a server. Thread-safe.
class CallCounters {
public:
    void count(const Exchange& exchange);
    CallCounts counts() const;

private:
    struct Kind {
        std::array<std::atomic<std::uint64_t>, 3> by_end{};  // as Exchange::End counts them
        std::atomic<std::uint64_t> microseconds{0};
        std::array<std::atomic<std::uint64_t>, CallCounts::Kind::bounds.size() + 1> buckets{};

        CallCounts::Kind counts() const;
    };
    Kind connecting_;
    Kind statements_;
};

}  // namespace slipway::storage
