#include "server/request_counts.hpp"

namespace slipway::server {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

std::size_t index_of(unsigned status) { return status < RequestCounts::statuses ? status : 0; }

}  // namespace

void RequestCounts::count(http::Method method, const http::Answered& answered) {
    requests_[static_cast<std::size_t>(method) % methods][index_of(answered.status)].fetch_add(1, relaxed);
    std::size_t bucket = 0;
    while (bucket < bounds.size() && answered.microseconds > bounds[bucket]) ++bucket;
    latencies_[bucket].fetch_add(1, relaxed);
    microseconds_.fetch_add(answered.microseconds, relaxed);
    bytes_.fetch_add(answered.bytes, relaxed);
}

void RequestCounts::count_upload(unsigned status) { uploads_[index_of(status)].fetch_add(1, relaxed); }

}  // namespace slipway::server
