#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publishing/publisher.hpp"
#include "publishing/tokens.hpp"
#include "server/api/refusals.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace slipway::server {

/// What the daemon does by itself, on a thread of its own: notes when tokens were last used and what was refused to
/// them, ends ephemeral channels, collects garbage once per interval and when free space falls below the reserve, and
/// gives free memory back to the system.
class Housekeeping {
public:
    struct Parts {
        publishing::Publisher& publisher;
        publishing::TokenBook& tokens;
        api::Refusals& refusals;
        const Log& log;
        std::function<Result<>()> collect_garbage;  // blocks
        std::function<Result<std::uint64_t>()> free_bytes;
    };
    struct Options {
        std::chrono::seconds gc_interval;
        std::uint64_t disk_reserve;
    };
    Housekeeping(Parts parts, Options options);
    /// Ends after what is under way.
    ~Housekeeping();

private:
    void run();
    void note_token_uses();
    void collect_when_due();

    Parts parts_;
    Options options_;
    std::chrono::steady_clock::time_point last_collection_;
    std::mutex mutex_;  // guards `stopping_`
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace slipway::server
