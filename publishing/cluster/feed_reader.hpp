#pragma once

#include "base/log.hpp"
#include "base/work_loop.hpp"
#include "publishing/cluster/cluster_counters.hpp"
#include "publishing/cluster/cluster_settings.hpp"
#include "publishing/cluster/currency.hpp"
#include "publishing/cluster/failure_report.hpp"
#include "publishing/cluster/served_here.hpp"
#include "storage/postgresql/side_connection.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Reads what nodes publish, has it served here, and says so; on a thread of its own, over a connection of its own:
/// what takes long is to delay no sign of life.
class FeedReader {
public:
    using Follow = std::function<std::vector<Announcement>(const std::vector<Announcement>&)>;
    struct Parts {
        std::string database_url;
        std::string node;
        const ClusterSettings& settings;
        const Log& log;
        ServedHere& served;
        ClusterCounters& counters;
    };
    FeedReader(const Parts& parts, Follow follow);
    /// Ends it. Blocks.
    void stop() { loop_.stop(); }

    /// Any thread.
    Currency currency() const;

private:
    using SteadyClock = std::chrono::steady_clock;

    void run();
    Result<> read();
    Result<> follow(const std::vector<storage::HeadRow>& heads);
    Result<> acknowledge(const Announcement& served);
    Result<> acknowledge_all_again();

    const Parts parts_;
    const Follow follow_;
    const JobGuard guard_;
    storage::SideConnection link_;

    std::int64_t turn_ = 0;                // up to which all is served
    std::uint64_t acknowledged_over_ = 0;  // which connection
    FailureReport report_;

    mutable std::mutex mutex_;  // guards the two below
    SteadyClock::time_point heard_at_ = SteadyClock::now();
    std::optional<SteadyClock::time_point> behind_since_;

    WorkLoop loop_;
};

}  // namespace slipway::publishing
