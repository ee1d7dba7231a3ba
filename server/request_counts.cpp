#include "server/request_counts.hpp"

namespace slipway::server {

void RequestCounts::count(const http::Request& request, const http::Answered& answered) {
    constexpr auto relaxed = std::memory_order_relaxed;
    const std::size_t code = answered.status < statuses ? answered.status : 0;
    requests_[static_cast<std::size_t>(request.method) % methods][code].fetch_add(1, relaxed);
    if (answered.is_upload) uploads_[code].fetch_add(1, relaxed);
    std::size_t bucket = 0;
    while (bucket < bounds.size() && answered.microseconds > bounds[bucket]) ++bucket;
    latencies_[bucket].fetch_add(1, relaxed);
    microseconds_.fetch_add(answered.microseconds, relaxed);
    bytes_.fetch_add(answered.bytes, relaxed);
}

}  // namespace slipway::server
