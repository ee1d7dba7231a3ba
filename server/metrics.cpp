// The page is put together when it is asked for, from counters that the server's parts keep anyway. prometheus-cpp
// writes the exposition format; its own counters are not used on the serving path, as its histograms take a lock.
#include "server/metrics.hpp"

#include "base/version.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <fstream>
#include <limits>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace slipway::server {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;
using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr double microseconds_per_second = 1e6;

/// One metric under construction.
class Family {
public:
    Family(std::vector<MetricFamily>& page, const char* name, const char* help, MetricType type) : page_(page) {
        family_.name = name;
        family_.help = help;
        family_.type = type;
    }
    ~Family() { page_.push_back(std::move(family_)); }
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;

    ClientMetric& add(const Labels& labels) {
        ClientMetric metric;
        for (const auto& [name, value] : labels) metric.label.push_back({name, value});
        family_.metric.push_back(std::move(metric));
        return family_.metric.back();
    }
    void counter(double value, const Labels& labels = {}) { add(labels).counter.value = value; }
    void gauge(double value, const Labels& labels = {}) { add(labels).gauge.value = value; }

private:
    std::vector<MetricFamily>& page_;
    MetricFamily family_;
};

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

bool is_upload(const http::Request& request) {
    if (request.method != http::Method::put && request.method != http::Method::post) return false;
    const auto& path = request.path;  // api v1 repositories {repo} channels {channel} packages …
    return path.size() >= 7 && path[0] == "api" && path[4] == "channels" && path[6] == "packages";
}

void add_process(std::vector<MetricFamily>& page, Seconds started_at) {
    Family(page, "slipway_build_info", "The running version.", MetricType::Gauge)
        .gauge(1, {{"version", std::string(version())}});
    Family(page, "process_start_time_seconds", "When the process began, in seconds since 1970.", MetricType::Gauge)
        .gauge(static_cast<double>(started_at.time_since_epoch().count()));
    Family(page, "process_resident_memory_bytes", "Resident memory.", MetricType::Gauge).gauge(resident_bytes());
}

void add_publishing(std::vector<MetricFamily>& page, const publishing::PublisherCounters& counts,
                    const storage::Catalog::WriteCounts& written) {
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
        {"slipway_catalog_rows_written_total", "Rows of the catalog inserted, changed and deleted.", written.rows},
        {"slipway_catalog_bytes_written_total", "Bytes of pages written to the catalog's log.", written.bytes},
        {"slipway_clock_alarms_total", "Publications that found the previous one dated in the future.",
         counts.clock_alarms},
    };
    for (const auto& [name, help, value] : counters)
        Family(page, name, help, MetricType::Counter).counter(static_cast<double>(value));
}

void add_snapshots(std::vector<MetricFamily>& page, const publishing::Publisher& publisher) {
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

void add_repositories(std::vector<MetricFamily>& page, const publishing::PublishedTree& tree) {
    Family packages(page, "slipway_channel_packages", "Packages in a channel.", MetricType::Gauge);
    Family revisions(page, "slipway_channel_revision", "The channel's newest revision.", MetricType::Gauge);
    Family updated(page, "slipway_channel_updated_timestamp_seconds", "When the newest revision was made.",
                   MetricType::Gauge);
    Family pool(page, "slipway_pool_files", "Package files that a distro serves.", MetricType::Gauge);
    Family expiry(page, "slipway_key_expiry_timestamp_seconds", "When a signing key expires; +Inf for never.",
                  MetricType::Gauge);
    for (const auto& [name, repository] : tree.repositories) {
        for (const auto& [channel, state] : repository->state.channels) {
            const Labels labels = {{"repository", name}, {"channel", channel}};
            packages.gauge(static_cast<double>(state.package_count), labels);
            revisions.gauge(static_cast<double>(state.revision), labels);
            updated.gauge(static_cast<double>(state.updated_at.time_since_epoch().count()), labels);
        }
        for (const auto& [distro, names] : repository->pools)
            pool.gauge(static_cast<double>(names->size()), {{"repository", name}, {"distro", distro}});
        for (const auto& [key, state] : repository->state.keyring) {
            const double at = key.expires_at ? static_cast<double>(key.expires_at->time_since_epoch().count())
                                             : std::numeric_limits<double>::infinity();
            expiry.gauge(at, {{"repository", name},
                              {"fingerprint", key.fingerprint},
                              {"state", std::string(signing::name_of(state))}});
        }
    }
}

}  // namespace

void RequestCounts::count(const http::Request& request, unsigned status, std::uint64_t bytes_sent,
                          std::uint64_t microseconds) {
    constexpr auto relaxed = std::memory_order_relaxed;
    const std::size_t code = status < statuses ? status : 0;
    requests_[static_cast<std::size_t>(request.method) % methods][code].fetch_add(1, relaxed);
    if (is_upload(request)) uploads_[code].fetch_add(1, relaxed);
    std::size_t bucket = 0;
    while (bucket < bounds.size() && microseconds > bounds[bucket]) ++bucket;
    latencies_[bucket].fetch_add(1, relaxed);
    microseconds_.fetch_add(microseconds, relaxed);
    bytes_.fetch_add(bytes_sent, relaxed);
}

std::string Metrics::text() const {
    std::vector<MetricFamily> page;
    add_process(page, parts_.started_at);
    {
        Family requests(page, "slipway_http_requests_total", "Answered requests.", MetricType::Counter);
        Family uploads(page, "slipway_uploads_total", "Answered uploads by status code.", MetricType::Counter);
        for (std::size_t code = 0; code < RequestCounts::statuses; ++code) {
            for (std::size_t method = 0; method < RequestCounts::methods; ++method)
                if (const auto n = parts_.requests.requests_[method][code].load(); n > 0)
                    requests.counter(static_cast<double>(n),
                                     {{"method", std::string(http::name_of(static_cast<http::Method>(method)))},
                                      {"code", std::to_string(code)}});
            if (const auto n = parts_.requests.uploads_[code].load(); n > 0)
                uploads.counter(static_cast<double>(n), {{"code", std::to_string(code)}});
        }
    }
    {
        Family durations(page, "slipway_http_request_duration_seconds",
                         "From the head of a request to the end of its answer.", MetricType::Histogram);
        auto& histogram = durations.add({}).histogram;
        std::uint64_t cumulative = 0;
        for (std::size_t i = 0; i <= RequestCounts::bounds.size(); ++i) {
            cumulative += parts_.requests.latencies_[i].load();
            const double bound = i < RequestCounts::bounds.size()
                                     ? static_cast<double>(RequestCounts::bounds[i]) / microseconds_per_second
                                     : std::numeric_limits<double>::infinity();
            histogram.bucket.push_back({cumulative, bound});
        }
        histogram.sample_count = cumulative;
        histogram.sample_sum = static_cast<double>(parts_.requests.microseconds_.load()) / microseconds_per_second;
    }
    Family(page, "slipway_http_response_bytes_total", "Bytes of answers sent.", MetricType::Counter)
        .counter(static_cast<double>(parts_.requests.bytes_.load()));
    {
        Family refused(page, "slipway_refused_requests_total", "Requests refused for want of a token or of a scope.",
                       MetricType::Counter);
        refused.counter(static_cast<double>(parts_.refusals.without_token()), {{"token", "none"}});
        refused.counter(static_cast<double>(parts_.refusals.with_token()), {{"token", "valid"}});
    }
    add_publishing(page, parts_.publisher.counters(), parts_.catalog.write_counts());
    add_snapshots(page, parts_.publisher);
    const auto signatures = parts_.signers.counters();
    Family(page, "slipway_signatures_total", "OpenPGP signatures made.", MetricType::Counter)
        .counter(static_cast<double>(signatures.signatures));
    Family(page, "slipway_signature_timeouts_total", "Signatures given up at the deadline.", MetricType::Counter)
        .counter(static_cast<double>(signatures.timeouts));
    if (const auto free = parts_.blobs.free_bytes(); free.ok())
        Family(page, "slipway_disk_free_bytes", "Bytes free for the data directory.", MetricType::Gauge)
            .gauge(static_cast<double>(*free));
    add_repositories(page, *parts_.publisher.current());
    return prometheus::TextSerializer().Serialize(page);
}

}  // namespace slipway::server
