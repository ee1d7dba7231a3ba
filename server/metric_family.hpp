#pragma once

#include <prometheus/metric_family.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace slipway::server {

/// What /metrics shows, under construction.
using MetricPage = std::vector<prometheus::MetricFamily>;
using MetricLabels = std::vector<std::pair<std::string, std::string>>;

inline constexpr double microseconds_per_second = 1e6;

/// One metric under construction; the destructor puts it on the page.
class Family {
public:
    Family(MetricPage& page, const char* name, const char* help, prometheus::MetricType type) : page_(page) {
        family_.name = name;
        family_.help = help;
        family_.type = type;
    }
    ~Family() { page_.push_back(std::move(family_)); }
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;

    prometheus::ClientMetric& add(const MetricLabels& labels) {
        prometheus::ClientMetric metric;
        for (const auto& [name, value] : labels) metric.label.push_back({name, value});
        family_.metric.push_back(std::move(metric));
        return family_.metric.back();
    }
    void counter(double value, const MetricLabels& labels = {}) { add(labels).counter.value = value; }
    void gauge(double value, const MetricLabels& labels = {}) { add(labels).gauge.value = value; }

private:
    MetricPage& page_;
    prometheus::MetricFamily family_;
};

/// Fills a histogram from counts in buckets of microseconds, of whose bounds the last one has none.
void fill(prometheus::ClientMetric::Histogram& histogram, const auto& counts) {
    const auto& bounds = counts.bounds;
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= bounds.size(); ++i) {
        cumulative += counts.in_bucket(i);
        const double bound = i < bounds.size() ? static_cast<double>(bounds.at(i)) / microseconds_per_second
                                               : std::numeric_limits<double>::infinity();
        histogram.bucket.push_back({cumulative, bound});
    }
    histogram.sample_count = cumulative;
    histogram.sample_sum = static_cast<double>(counts.microseconds()) / microseconds_per_second;
}

/// Returns the page in Prometheus' exposition format.
std::string render(const MetricPage& page);

}  // namespace slipway::server
