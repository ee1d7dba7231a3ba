// The page is put together when it is asked for, from counters that the server's parts keep anyway. prometheus-cpp
// writes the exposition format (metric_family.cpp); its own counters are not used on the serving path, as its
// histograms take a lock.
#include "server/metrics.hpp"

#include "base/job_guard.hpp"
#include "base/version.hpp"
#include "server/memory.hpp"
#include "server/metric_family.hpp"
#include "server/node_metrics.hpp"
#include "server/store_metrics.hpp"

#include <limits>
#include <tuple>
#include <utility>
#include <vector>

namespace slipway::server {
namespace {

using prometheus::MetricType;

void add_process(MetricPage& page, Seconds started_at) {
    Family(page, "slipway_build_info", "The running version.", MetricType::Gauge)
        .gauge(1, {{"version", std::string(version())}});
    Family(page, "process_start_time_seconds", "When the process began, in seconds since 1970.", MetricType::Gauge)
        .gauge(static_cast<double>(started_at.time_since_epoch().count()));
    Family(page, "process_resident_memory_bytes", "Resident memory.", MetricType::Gauge)
        .gauge(static_cast<double>(resident_bytes()));
}

void add_publishing(MetricPage& page, const publishing::PublisherCounters& counts,
                    const publishing::StoreGauges& stores) {
    {
        Family publications(page, "slipway_publications_total", "Publications by result.", MetricType::Counter);
        publications.counter(static_cast<double>(counts.publications), {{"result", "ok"}});
        publications.counter(static_cast<double>(counts.failed_publications), {{"result", "failed"}});
    }
    {
        Family took(page, "slipway_publish_duration_seconds",
                    "From the start of a publication until it was served or had failed.", MetricType::Summary);
        auto& summary = took.add({}).summary;
        summary.sample_count = counts.publications + counts.failed_publications;
        for (const auto& step : counts.microseconds)
            summary.sample_sum += static_cast<double>(step) / microseconds_per_second;
    }
    {
        Family steps(page, "slipway_publication_step_seconds_total", "Time of publications by step.",
                     MetricType::Counter);
        for (std::size_t i = 0; i < counts.microseconds.size(); ++i)
            steps.counter(static_cast<double>(counts.microseconds[i]) / microseconds_per_second,
                          {{"step", std::string(publishing::step_names[i])}});
    }
    Family(page, "slipway_last_publication_failed", "1 while the newest publication is one that failed.",
           MetricType::Gauge)
        .gauge(counts.last_publication_failed ? 1 : 0);
    const std::tuple<const char*, const char*, std::uint64_t> counters[] = {
        {"slipway_revisions_total", "Revisions made.", counts.revisions},
        {"slipway_index_blocks_rendered_total", "Index blocks rendered and compressed.", counts.blocks_rendered},
        {"slipway_index_texts_looked_up_total", "Packages read from the catalog to render blocks.",
         counts.texts_looked_up},
        {"slipway_segment_bytes_written_total", "Bytes of index segments written.", counts.bytes_rendered},
        {"slipway_index_bytes_hashed_total", "Bytes of finished indexes hashed.", counts.bytes_hashed},
        {"slipway_index_bytes_hashed_ahead_total", "Bytes of indexes hashed in the quiet, for the next publication.",
         counts.bytes_hashed_ahead},
        {"slipway_index_nodes_written_total", "Nodes of index trees written.", counts.nodes_written},
        {"slipway_catalog_rows_written_total", "Rows of the catalog inserted, changed and deleted.",
         stores.written.rows},
        {"slipway_catalog_bytes_written_total", "Bytes of pages written to the catalog's log.", stores.written.bytes},
        {"slipway_catalog_commits_withdrawn_total", "Commits that failed and were made not to have happened.",
         stores.written.withdrawn},
        {"slipway_clock_alarms_total", "Publications that found the previous one dated in the future.",
         counts.clock_alarms},
    };
    for (const auto& [name, help, value] : counters)
        Family(page, name, help, MetricType::Counter).counter(static_cast<double>(value));
}

void add_snapshots(MetricPage& page, const publishing::Publisher& publisher) {
    const auto& counts = publisher.counters();
    const std::pair<const char*, std::uint64_t> results[] = {
        {"rendered", counts.snapshots_rendered}, {"signed-again", counts.snapshots_signed_again},
        {"loaded", counts.snapshots_loaded},     {"refused", counts.snapshots_refused},
        {"failed", counts.snapshots_failed},
    };
    Family snapshots(page, "slipway_snapshots_total", "Past states made ready to be served, by what it took.",
                     MetricType::Counter);
    for (const auto& [result, count] : results) snapshots.counter(static_cast<double>(count), {{"result", result}});
    Family(page, "slipway_snapshot_cache_bytes", "Memory of past states that were asked for lately.", MetricType::Gauge)
        .gauge(static_cast<double>(publisher.snapshot_bytes()));
}

void add_damage(MetricPage& page, const Metrics::Parts& parts, const publishing::StoreGauges& stores) {
    const auto& counts = parts.publisher.counters();
    {
        Family damaged(page, "slipway_damaged",
                       "What is known to be damaged and not mended yet. Anything but 0 is an alarm.",
                       MetricType::Gauge);
        damaged.gauge(static_cast<double>(stores.damaged_package_files), {{"kind", "package-file"}});
        damaged.gauge(static_cast<double>(stores.damaged_segments), {{"kind", "index-segment"}});
        damaged.gauge(static_cast<double>(parts.scrubbed.damaged_rows), {{"kind", "catalog-or-key"}});
    }
    const std::tuple<const char*, const char*, std::uint64_t> counters[] = {
        {"slipway_scrub_bytes_total", "Stored bytes that the scrub has read.", parts.scrubbed.bytes},
        {"slipway_scrub_damaged_total", "Damage that the scrub has found.", parts.scrubbed.damaged},
        {"slipway_scrub_passes_total", "Times that the scrub has read everything.", parts.scrubbed.passes},
        {"slipway_segments_damaged_total", "Index segments that were found damaged.", counts.segments_damaged},
        {"slipway_segments_rendered_again_total", "Damaged index segments that were mended.",
         counts.segments_rendered_again},
        {"slipway_segments_lost_total", "Damaged index segments that could not be mended.", counts.segments_lost},
        {"slipway_package_files_mended_total", "Damaged package files that an upload replaced, or that came back.",
         stores.mended_package_files},
    };
    for (const auto& [name, help, value] : counters)
        Family(page, name, help, MetricType::Counter).counter(static_cast<double>(value));
    Family(page, "slipway_scrub_last_pass_timestamp_seconds", "When the scrub had read everything; 0 for never.",
           MetricType::Gauge)
        .gauge(static_cast<double>(parts.scrubbed.last_pass));
}

void add_repositories(MetricPage& page, const publishing::PublishedTree& tree) {
    Family packages(page, "slipway_channel_packages", "Packages in a channel.", MetricType::Gauge);
    Family revisions(page, "slipway_channel_revision", "The channel's newest revision.", MetricType::Gauge);
    Family updated(page, "slipway_channel_updated_timestamp_seconds", "When the newest revision was made.",
                   MetricType::Gauge);
    Family pool(page, "slipway_pool_files", "Package files that a distro serves.", MetricType::Gauge);
    Family expiry(page, "slipway_key_expiry_timestamp_seconds", "When a signing key expires; +Inf for never.",
                  MetricType::Gauge);
    for (const auto& [name, repository] : tree.repositories) {
        for (const auto& [channel, state] : repository->state.channels) {
            const MetricLabels labels = {{"repository", name}, {"channel", channel}};
            packages.gauge(static_cast<double>(state.package_count), labels);
            revisions.gauge(static_cast<double>(state.revision), labels);
            updated.gauge(static_cast<double>(state.updated_at.time_since_epoch().count()), labels);
        }
        for (const auto& [distro, names] : repository->pools)
            pool.gauge(static_cast<double>(names->size()), {{"repository", name}, {"distro", distro}});
        for (const auto& [key, state] : repository->state.keyring) {
            const double at = key.expires_at ? static_cast<double>(key.expires_at->time_since_epoch().count())
                                             : std::numeric_limits<double>::infinity();
            expiry.gauge(
                at, {{"repository", name}, {"fingerprint", key.fingerprint}, {"state", std::string(name_of(state))}});
        }
    }
}

void add_lanes(MetricPage& page, const std::function<net::LaneCounts(http::Work)>& counts) {
    Family jobs(page, "slipway_lane_jobs", "Jobs of each lane of threads.", MetricType::Gauge);
    Family done(page, "slipway_lane_jobs_total", "Jobs that each lane has carried out.", MetricType::Counter);
    Family refused(page, "slipway_lane_refusals_total", "Requests refused because a lane was full.",
                   MetricType::Counter);
    for (std::size_t i = 0; i < http::kinds_of_work; ++i) {
        const auto work = static_cast<http::Work>(i);
        const auto now = counts(work);
        const std::string lane = http::name_of(work);
        jobs.gauge(static_cast<double>(now.waiting), {{"lane", lane}, {"state", "waiting"}});
        jobs.gauge(static_cast<double>(now.running), {{"lane", lane}, {"state", "running"}});
        done.counter(static_cast<double>(now.done), {{"lane", lane}});
        refused.counter(static_cast<double>(now.refused), {{"lane", lane}});
    }
}

void add_load(MetricPage& page, const Metrics::Parts& parts, const publishing::StoreGauges& stores) {
    Family(page, "slipway_job_exceptions_total", "Jobs that an exception ended.", MetricType::Counter)
        .counter(static_cast<double>(JobGuard::caught()));
    add_lanes(page, parts.lanes);
    Family(page, "slipway_catalog_log_bytes", "Length of SQLite's log.", MetricType::Gauge)
        .gauge(static_cast<double>(stores.catalog_log_bytes));
    Family(page, "slipway_examination_memory_bytes", "Held by uploads for their packages.", MetricType::Gauge)
        .gauge(static_cast<double>(parts.ingest.memory_used()));
}

void add_requests(MetricPage& page, const RequestCounts& counts) {
    Family requests(page, "slipway_http_requests_total", "Answered requests.", MetricType::Counter);
    Family uploads(page, "slipway_uploads_total", "Answered uploads by status code.", MetricType::Counter);
    for (std::size_t code = 0; code < RequestCounts::statuses; ++code) {
        for (std::size_t method = 0; method < RequestCounts::methods; ++method)
            if (const auto n = counts.answered(method, code); n > 0)
                requests.counter(static_cast<double>(n),
                                 {{"method", std::string(http::name_of(static_cast<http::Method>(method)))},
                                  {"code", std::to_string(code)}});
        if (const auto n = counts.uploads(code); n > 0)
            uploads.counter(static_cast<double>(n), {{"code", std::to_string(code)}});
    }
}

void add_answers(MetricPage& page, const RequestCounts& counts) {
    {
        Family durations(page, "slipway_http_request_duration_seconds",
                         "From the head of a request to the end of its answer.", MetricType::Histogram);
        fill(durations.add({}).histogram, counts);
    }
    Family(page, "slipway_http_response_bytes_total", "Bytes of answers sent.", MetricType::Counter)
        .counter(static_cast<double>(counts.bytes()));
}

void add_refusals(MetricPage& page, const api::Refusals& refusals) {
    Family refused(page, "slipway_refused_requests_total",
                   "Requests refused because a valid token or a scope was missing.", MetricType::Counter);
    refused.counter(static_cast<double>(refusals.without_token()), {{"token", "none"}});
    refused.counter(static_cast<double>(refusals.with_token()), {{"token", "valid"}});
}

void add_signatures(MetricPage& page, const signing::Signer::Counters& counts) {
    Family(page, "slipway_signatures_total", "OpenPGP signatures made.", MetricType::Counter)
        .counter(static_cast<double>(counts.signatures));
    Family(page, "slipway_signature_timeouts_total", "Signatures given up at the deadline.", MetricType::Counter)
        .counter(static_cast<double>(counts.timeouts));
}

void add_space(MetricPage& page, const publishing::GarbageGauges& garbage,
               const std::optional<std::uint64_t>& free_bytes) {
    if (free_bytes)
        Family(page, "slipway_disk_free_bytes", "Bytes free for the data directory.", MetricType::Gauge)
            .gauge(static_cast<double>(*free_bytes));
    Family(page, "slipway_gc_withheld_bytes",
           "Garbage that is not collected because it is more than may go at once; 0 is well.", MetricType::Gauge)
        .gauge(static_cast<double>(garbage.withheld_bytes));
    Family(page, "slipway_trash_bytes", "Collected bytes that rest before they go.", MetricType::Gauge)
        .gauge(static_cast<double>(garbage.resting_bytes));
}

}  // namespace

std::string Metrics::text() const {
    const auto stores = parts_.stores();
    MetricPage page;
    add_process(page, parts_.started_at);
    add_requests(page, parts_.requests);
    add_answers(page, parts_.requests);
    add_refusals(page, parts_.refusals);
    add_load(page, parts_, stores);
    add_distant_stores(page, stores);
    add_publishing(page, parts_.publisher.counters(), stores);
    add_snapshots(page, parts_.publisher);
    add_damage(page, parts_, stores);
    add_signatures(page, parts_.signers.counters());
    add_space(page, parts_.garbage, stores.free_bytes);
    add_repositories(page, *parts_.publisher.current());
    if (parts_.cluster != nullptr) add_node_work(page, parts_.cluster->counters());
    if (const auto nodes = parts_.nodes ? parts_.nodes() : nullptr) add_nodes(page, *nodes);
    return render(page);
}

}  // namespace slipway::server
