#include "storage/postgresql/call_counters.hpp"

#include <algorithm>
#include <cstddef>

namespace slipway::storage {

void CallCounters::count(const Exchange& exchange) {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(exchange.took).count();
    const auto microseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(took, 0));
    constexpr auto& bounds = CallCounts::Kind::bounds;
    const auto bucket = std::ranges::lower_bound(bounds, microseconds) - bounds.begin();
    Kind& kind = exchange.kind == Exchange::Kind::connecting ? connecting_ : statements_;
    ++kind.by_end.at(static_cast<std::size_t>(exchange.end));
    kind.microseconds += microseconds;
    ++kind.buckets.at(static_cast<std::size_t>(bucket));
}

CallCounts::Kind CallCounters::Kind::counts() const {
    CallCounts::Kind counts;
    counts.answered = by_end[0];
    counts.refused = by_end[1];
    counts.lost = by_end[2];
    counts.total_microseconds = microseconds;
    for (std::size_t i = 0; i < buckets.size(); ++i) counts.buckets.at(i) = buckets.at(i);
    return counts;
}

CallCounts CallCounters::counts() const { return {connecting_.counts(), statements_.counts()}; }

}  // namespace slipway::storage
