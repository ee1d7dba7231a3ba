#pragma once

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/work_loop.hpp"
#include "publishing/cluster/nodes.hpp"

#include <functional>
#include <memory>

namespace slipway::server {

/// Reads what the catalog knows of the nodes every two seconds, on a thread of its own, for metrics and pages: these
/// must not wait for a database. Thread-safe.
class NodeWatch {
public:
    using Read = std::function<Result<publishing::ClusterView>()>;
    /// `read` blocks; it and `log` outlive the watch.
    NodeWatch(Read read, const Log& log);

    /// Returns what was read last, or null if nothing was read yet or the last reading failed. Never blocks.
    std::shared_ptr<const publishing::ClusterView> newest() const;

private:
    void run();
    void read_once();

    const Read read_;
    const Log& log_;
    const JobGuard guard_;
    std::shared_ptr<const publishing::ClusterView> newest_;  // guarded by the loop's mutex
    bool failed_ = false;                                    // the last time
    WorkLoop loop_;
};

}  // namespace slipway::server
