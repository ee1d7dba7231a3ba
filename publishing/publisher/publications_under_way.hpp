#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// Knows the publications and snapshots that have begun and are neither committed nor failed, by their numbers. A
/// garbage collection waits for those that began before it. For the publisher's thread, except `newest`.
class PublicationsUnderWay {
public:
    std::uint64_t begin();
    /// Ends a publication. Returns whether it was under way.
    bool end(std::uint64_t number);
    bool none() const { return now_.empty(); }
    /// Returns the newest number, which changes when a publication begins. Any thread.
    std::uint64_t newest() const { return next_ - 1; }

    /// Calls `then` when every publication that is under way now has ended. Does not wait for later ones.
    void when_earlier_ended(std::function<void()> then);

private:
    void call_those_who_waited();

    std::atomic<std::uint64_t> next_{1};
    std::set<std::uint64_t> now_;
    std::vector<std::pair<std::uint64_t, std::function<void()>>> waiting_;  // each waits for all numbers below its own
};

}  // namespace slipway::publishing
