#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// Publications and snapshots from their begin until they are committed or have failed, by their numbers. A garbage
/// collection waits for those that began before it. For the publisher's thread, but for `newest`.
class PublicationsUnderWay {
public:
    std::uint64_t begin();
    /// Whether it was under way; it is not any more.
    bool end(std::uint64_t number);
    bool none() const { return now_.empty(); }
    /// Of any thread: changes when a publication begins.
    std::uint64_t newest() const { return next_ - 1; }

    /// Calls `then` when every publication under way now has ended, whatever begins meanwhile.
    void when_earlier_ended(std::function<void()> then);

private:
    void call_those_who_waited();

    std::atomic<std::uint64_t> next_{1};
    std::set<std::uint64_t> now_;
    std::vector<std::pair<std::uint64_t, std::function<void()>>> waiting_;  // for all below a number
};

}  // namespace slipway::publishing
