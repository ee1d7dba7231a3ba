#pragma once

#include "base/work_loop.hpp"

#include <chrono>
#include <filesystem>
#include <list>

namespace slipway::signing {

/// Kills the gpg processes of a directory when the work under way there outlives its deadline: GPGME's calls block, and
/// return once the gpg they wait for is gone. One thread; thread-safe.
class Watchdog {
public:
    explicit Watchdog(JobGuard guard = JobGuard());

    /// Work under way, from construction to destruction.
    class Watch {
    public:
        Watch(Watchdog& watchdog, std::filesystem::path directory, std::chrono::milliseconds deadline);
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch();
        /// Whether the deadline has passed: what fails from now on was killed.
        bool timed_out() const;
        /// Whether the deadline passed; nothing is killed for this watch after it said so.
        bool finish();

    private:
        friend class Watchdog;
        Watchdog& watchdog_;
        std::filesystem::path directory_;
        std::chrono::steady_clock::time_point deadline_;
        bool timed_out_ = false;  // the loop of the watchdog guards this and the next member
        bool finished_ = false;
    };

private:
    void run();
    /// Kills whose deadline has passed; the next deadline.
    std::chrono::steady_clock::time_point look_at_watches();

    std::list<Watch*>
        watches_;  // guarded by the loop's mutex, which is held while killing: a finished watch kills nobody
    WorkLoop loop_;
};

}  // namespace slipway::signing
