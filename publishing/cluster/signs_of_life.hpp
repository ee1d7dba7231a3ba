#pragma once

#include "base/log.hpp"
#include "base/work_loop.hpp"
#include "publishing/cluster/cluster_settings.hpp"
#include "publishing/cluster/failure_report.hpp"
#include "storage/postgresql/nodes.hpp"
#include "storage/postgresql/side_connection.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Gives signs of life to the other nodes, on a thread of its own; with each the leases that this node holds are
/// renewed, and the housekeeping is taken if nobody has it. Thread-safe.
class SignsOfLife {
public:
    /// All outlive it.
    SignsOfLife(storage::SideConnection& link, const storage::NodeRow& self, const ClusterSettings& settings,
                const Log& log);
    /// Ends them. Blocks.
    void stop() { loop_.stop(); }

    /// Blocks.
    void say_ready(bool ready);
    void hold(storage::RowId lease);
    /// Returns whether it was held.
    bool let_go(storage::RowId lease);
    bool is_collector() const;
    /// The other nodes that were ready at the last sign of life.
    std::vector<std::string> others() const;

private:
    using SteadyClock = std::chrono::steady_clock;

    void run();
    void give();
    Result<> give_sign(storage::Connection& connection, std::vector<std::string>& others);
    void take_housekeeping();

    storage::SideConnection& link_;
    const storage::NodeRow& self_;  // but for `ready`
    const ClusterSettings& settings_;
    const Log& log_;
    const JobGuard guard_;
    std::atomic<bool> ready_{false};
    std::atomic<bool> is_replaced_{false};  // by a process with the same URL

    mutable std::mutex mutex_;  // guards what follows
    std::set<storage::RowId> held_;
    std::vector<std::string> others_;
    SteadyClock::time_point collects_until_{};
    FailureReport report_;

    WorkLoop loop_;
};

}  // namespace slipway::publishing
