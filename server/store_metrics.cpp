#include "server/store_metrics.hpp"

#include <cstdint>
#include <string>

namespace slipway::server {
namespace {

using prometheus::MetricType;

void add_catalog_calls(MetricPage& page, const auto& counts) {
    Family calls(page, "slipway_catalog_calls_total", "Calls of the catalog's database server.", MetricType::Counter);
    Family took(page, "slipway_catalog_call_duration_seconds", "From call to answer.", MetricType::Histogram);
    const auto add = [&](const std::string& kind, const auto& of) {
        calls.counter(static_cast<double>(of.answered), {{"kind", kind}, {"result", "ok"}});
        calls.counter(static_cast<double>(of.refused), {{"kind", kind}, {"result", "refused"}});
        calls.counter(static_cast<double>(of.lost), {{"kind", kind}, {"result", "lost"}});
        fill(took.add({{"kind", kind}}).histogram, of);
    };
    add("connect", counts.connecting);
    add("statements", counts.statements);
}

void add_calls(MetricPage& page, const publishing::BucketGauges& bucket) {
    Family calls(page, "slipway_object_store_calls_total", "Calls of the object store by how they ended.",
                 MetricType::Counter);
    Family requests(page, "slipway_object_store_requests_total", "Requests sent to the object store.",
                    MetricType::Counter);
    Family durations(page, "slipway_object_store_call_duration_seconds",
                     "From the first request of a call to its end, repetitions and pauses included.",
                     MetricType::Histogram);
    for (const auto& operation : bucket.operations) {
        const std::string name(operation.name);
        for (const auto& [outcome, count] : operation.outcomes)
            calls.counter(static_cast<double>(count), {{"operation", name}, {"outcome", std::string(outcome)}});
        requests.counter(static_cast<double>(operation.requests), {{"operation", name}});
        auto& histogram = durations.add({{"operation", name}}).histogram;
        for (const auto& [bound, count] : operation.up_to) histogram.bucket.push_back({count, bound});
        histogram.sample_count = operation.up_to.back().second;
        histogram.sample_sum = operation.seconds;
    }
}

void add_object_store(MetricPage& page, const publishing::BucketGauges& bucket) {
    add_calls(page, bucket);
    {
        Family bytes(page, "slipway_object_store_bytes_total", "Bytes of objects sent and received.",
                     MetricType::Counter);
        bytes.counter(static_cast<double>(bucket.bytes_sent), {{"direction", "sent"}});
        bytes.counter(static_cast<double>(bucket.bytes_received), {{"direction", "received"}});
    }
    {
        Family reads(page, "slipway_cache_reads_total", "Objects opened, by whether there was a copy.",
                     MetricType::Counter);
        reads.counter(static_cast<double>(bucket.cache_hits), {{"result", "hit"}});
        reads.counter(static_cast<double>(bucket.cache_misses), {{"result", "miss"}});
    }
    Family(page, "slipway_cache_bytes", "Bytes of copies of objects on this machine.", MetricType::Gauge)
        .gauge(static_cast<double>(bucket.cache_bytes));
    Family(page, "slipway_cache_objects", "Copies of objects on this machine.", MetricType::Gauge)
        .gauge(static_cast<double>(bucket.cache_objects));
    Family(page, "slipway_cache_evictions_total", "Copies that had to go for want of room.", MetricType::Counter)
        .counter(static_cast<double>(bucket.cache_evictions));
}

}  // namespace

void add_distant_stores(MetricPage& page, const publishing::StoreGauges& stores) {
    add_catalog_calls(page, stores.catalog_calls);
    if (stores.bucket) add_object_store(page, *stores.bucket);
}

}  // namespace slipway::server
