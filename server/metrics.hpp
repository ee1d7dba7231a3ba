#pragma once

#include "base/clock.hpp"
#include "publishing/cluster/cluster.hpp"
#include "publishing/cluster/nodes.hpp"
#include "publishing/directory/garbage_collection.hpp"
#include "publishing/directory/own_directory.hpp"
#include "publishing/directory/scrub.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/publisher/publisher.hpp"
#include "server/api/routing/refusals.hpp"
#include "server/net/server.hpp"
#include "server/request_counts.hpp"
#include "signing/signer.hpp"

#include <functional>
#include <memory>
#include <string>

namespace slipway::server {

/// Renders the text of `/metrics` in Prometheus' exposition format, with its naming rules. Thread-safe.
class Metrics {
public:
    struct Parts {
        const RequestCounts& requests;
        const api::Refusals& refusals;
        const publishing::Publisher& publisher;
        const signing::Signer& signers;
        std::function<publishing::StoreGauges()> stores;
        const publishing::ScrubCounters& scrubbed;
        const publishing::Ingest& ingest;
        const publishing::GarbageGauges& garbage;
        Seconds started_at;
        std::function<net::LaneCounts(http::Work)> lanes;
        const publishing::Cluster* cluster = nullptr;                             // null: this server is the only one
        std::function<std::shared_ptr<const publishing::ClusterView>()> nodes{};  // of the cluster; may return null
    };
    explicit Metrics(Parts parts) : parts_(parts) {}
    std::string text() const;

private:
    Parts parts_;
};

}  // namespace slipway::server
