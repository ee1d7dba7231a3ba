#include "server/net/recently_cached.hpp"

namespace slipway::net {

std::size_t RecentlyCached::place_of(const FileRun& run) {
    constexpr std::uint64_t golden_ratio = 0x9E3779B97F4A7C15;  // odd, its bits well mixed
    // Twice: offsets are often multiples of one number, which a single multiplication leaves in a pattern.
    const auto once = (run.offset + static_cast<std::uint64_t>(run.fd)) * golden_ratio;
    return static_cast<std::size_t>(((once ^ (once >> 32U)) * golden_ratio) >> 32U) % places;
}

bool RecentlyCached::contains(const FileRun& run, Clock::time_point now) const {
    const auto& entry = entries_.at(place_of(run));
    return entry.run == run && now < entry.until;
}

void RecentlyCached::add(const FileRun& run, Clock::time_point now) {
    entries_.at(place_of(run)) = {run, now + moment};
}

}  // namespace slipway::net
