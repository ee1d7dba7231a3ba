#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace slipway::http {

/// How a client sends a body: its connection tells, and who gave the body a place looks, and may end it for others who
/// wait. Thread-safe.
class Sender {
public:
    using Clock = std::chrono::steady_clock;

    // For the connection:
    /// `end` is called by the first `cut`, on its thread: it must not block.
    void begin(std::function<void()> end);
    void wait_begins(Clock::time_point now);
    void wait_ends(Clock::time_point now);
    void received(std::uint64_t bytes);
    /// Nothing more will be read: from now on there is nothing to cut.
    void finish();
    bool was_cut() const;

    // For the giver of places:
    struct Progress {
        std::uint64_t bytes = 0;
        /// How long the server has waited for the client; what the server itself takes to store bytes does not count.
        Clock::duration waited{};
    };
    Progress progress(Clock::time_point now) const;
    bool is_receiving() const;
    /// Ends the body. False: there is none.
    bool cut();

private:
    mutable std::mutex mutex_;  // guards all below
    std::function<void()> end_;
    Progress progress_;
    Clock::time_point waiting_since_ = Clock::time_point::max();  // max: it does not
    bool receiving_ = false;
    bool cut_ = false;
};

}  // namespace slipway::http
