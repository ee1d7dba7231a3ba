#pragma once

#include "server/net/attempt.hpp"

#include <array>
#include <chrono>
#include <cstddef>

namespace slipway::net {

/// Runs of files that were found in the page cache a moment ago, so that what many clients download at the same time is
/// probed once and not for each of them. A descriptor that was closed and opened again for another file within that
/// moment is treated as the old one, so its first read may wait for the disk. One per thread.
class RecentlyCached {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds moment{200};

    bool contains(const FileRun& run, Clock::time_point now) const;
    /// Remembers a run; another one may be forgotten.
    void add(const FileRun& run, Clock::time_point now);

private:
    struct Entry {
        FileRun run;
        Clock::time_point until;
    };
    static constexpr std::size_t places = 1024;
    static std::size_t place_of(const FileRun& run);

    std::array<Entry, places> entries_{};
};

}  // namespace slipway::net
