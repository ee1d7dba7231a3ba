#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace slipway::http {

/// How a client sends a body. The connection reports its progress; the owner of the slots reads it, and may end the
/// body for others who wait. Thread-safe.
class Sender {
public:
    using Clock = std::chrono::steady_clock;

    // The connection calls these:
    /// The first `cut` calls `end`, on its thread, so `end` must not block.
    void begin(std::function<void()> end);
    void wait_begins(Clock::time_point now);
    void wait_ends(Clock::time_point now);
    void received(std::uint64_t bytes);
    /// Says that nothing more will be read. From now on there is nothing to cut.
    void finish();
    bool was_cut() const;

    // The owner of the slots calls these:
    struct Progress {
        std::uint64_t bytes = 0;
        /// How long the server has waited for the client. The time that the server takes to store bytes does not count.
        Clock::duration waited{};
    };
    Progress progress(Clock::time_point now) const;
    bool is_receiving() const;
    /// Ends the body. Returns false if there is none.
    bool cut();

private:
    mutable std::mutex mutex_;  // guards all below
    std::function<void()> end_;
    Progress progress_;
    Clock::time_point waiting_since_ = Clock::time_point::max();  // max while it does not wait
    bool receiving_ = false;
    bool cut_ = false;
};

}  // namespace slipway::http
