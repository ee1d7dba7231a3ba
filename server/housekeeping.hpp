#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/work_loop.hpp"
#include "publishing/access/tokens.hpp"
#include "publishing/directory/garbage_collection.hpp"
#include "publishing/publisher/publisher.hpp"
#include "server/api/routing/refusals.hpp"
#include "server/memory.hpp"

#include <chrono>
#include <functional>

namespace slipway::server {

/// Does what the daemon does by itself, on a thread of its own: records when tokens were last used and what was refused
/// to them, removes expired channels, reserves space for the catalog, keeps its log short, collects garbage once per
/// interval and when free space falls below the reserve, and returns free memory to the system.
class Housekeeping {
public:
    struct Parts {
        publishing::Publisher& publisher;
        publishing::TokenBook& tokens;
        api::Refusals& refusals;
        const Log& log;
        std::function<Result<>(publishing::Urgency)> collect_garbage;  // blocks
        std::function<Result<std::uint64_t>()> free_bytes;
        std::function<Result<>()> fill_reserve;                 // for the catalog on a full disk
        std::function<Result<std::uint64_t>()> keep_log_short;  // the catalog's; its length now
        std::function<void()> write_log_counts;
    };
    struct Options {
        std::chrono::seconds gc_interval;
        std::uint64_t disk_reserve;
    };
    Housekeeping(Parts parts, Options options);
    /// Ends after the work that is under way.
    ~Housekeeping() = default;

private:
    void run();
    void record_token_uses();
    void collect_when_due();
    void fill_reserve();
    void keep_log_short();

    Parts parts_;
    Options options_;
    const JobGuard guard_;
    unsigned rounds_ = 0;
    FreeMemory free_memory_;  // of the thread
    std::chrono::steady_clock::time_point last_collection_;
    WorkLoop loop_;
};

}  // namespace slipway::server
