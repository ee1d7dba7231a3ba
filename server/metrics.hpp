#pragma once

#include "base/clock.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/publisher/publisher.hpp"
#include "server/api/routing/refusals.hpp"
#include "server/garbage_collection.hpp"
#include "server/net/server.hpp"
#include "server/request_counts.hpp"
#include "server/scrub.hpp"
#include "signing/signer.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/log_keeper.hpp"

#include <functional>
#include <string>

namespace slipway::server {

/// The text of `/metrics` in Prometheus' exposition format, with its naming rules. Thread-safe.
class Metrics {
public:
    struct Parts {
        const RequestCounts& requests;
        const api::Refusals& refusals;
        const publishing::Publisher& publisher;
        const signing::Signer& signers;
        const storage::BlobStore& blobs;
        const storage::SegmentStore& segments;
        const storage::Catalog& catalog;
        const ScrubCounters& scrubbed;
        const storage::LogKeeper& catalog_log;
        const publishing::Ingest& ingest;
        const GarbageGauges& garbage;
        Seconds started_at;
        std::function<net::LaneCounts(http::Work)> lanes;
    };
    explicit Metrics(Parts parts) : parts_(parts) {}
    std::string text() const;

private:
    Parts parts_;
};

}  // namespace slipway::server
