#pragma once

#include "base/work_loop.hpp"

#include <chrono>
#include <filesystem>
#include <list>

namespace slipway::signing {

/// Kills the gpg processes of a directory when the work there exceeds its deadline. GPGME's calls block, and return
/// when the gpg for which they wait is gone. It has one thread and is thread-safe.
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
        /// Whether the deadline has passed, so that a failure from now on means that gpg was killed.
        bool timed_out() const;
        /// Returns whether the deadline has passed; afterwards nothing is killed for this watch.
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
    /// Kills the processes whose deadline has passed. Returns the next deadline.
    std::chrono::steady_clock::time_point look_at_watches();

    std::list<Watch*>
        watches_;  // guarded by the loop's mutex, which is held while killing: a finished watch kills nobody
    WorkLoop loop_;
};

}  // namespace slipway::signing
