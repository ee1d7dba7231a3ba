#pragma once

#include "base/guarded_thread.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <list>
#include <mutex>

namespace slipway::signing {

/// Kills the gpg processes of a directory when the work under way there outlives its deadline: GPGME's calls block, and
/// return once the gpg they wait for is gone. One thread; thread-safe.
class Watchdog {
public:
    explicit Watchdog(JobGuard guard = JobGuard());
    ~Watchdog();

    /// Work under way, from construction to destruction.
    class Watch {
    public:
        Watch(Watchdog& dog, std::filesystem::path directory, std::chrono::milliseconds deadline);
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch();
        /// Whether the deadline has passed: what fails from now on was killed.
        bool expired() const;
        /// Whether the deadline passed; nothing is killed for this watch after it said so.
        bool finish();

    private:
        friend class Watchdog;
        Watchdog& dog_;
        std::filesystem::path directory_;
        std::chrono::steady_clock::time_point deadline_;
        bool expired_ = false;  // guarded by the dog's mutex, as is:
        bool finished_ = false;
    };

private:
    void run();

    std::mutex mutex_;  // guards the two below; held while killing, so that a finished watch kills nobody
    std::list<Watch*> watches_;
    bool stopping_ = false;
    std::condition_variable changed_;
    GuardedThread thread_;
};

}  // namespace slipway::signing
