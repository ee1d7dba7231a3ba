#include "server/api/routing/failed_logins.hpp"

namespace slipway::api {
namespace {

constexpr std::chrono::minutes window{1};

/// What is no IP address is a peer on a unix socket: they count as one.
http::IpAddress key_of(std::string_view address) {
    return http::IpAddress::parse(address).value_or(http::IpAddress{}).network();
}

}  // namespace

bool FailedLogins::record(std::string_view address, Time now) {
    const auto key = key_of(address);
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(key);
    if (found != by_address_.end()) {
        latest_first_.splice(latest_first_.begin(), latest_first_, found->second);
    } else {
        if (latest_first_.size() == addresses) {
            by_address_.erase(latest_first_.back().address);
            latest_first_.pop_back();
        }
        latest_first_.push_front({key, now, 0});
        by_address_[key] = latest_first_.begin();
    }
    auto& entry = latest_first_.front();
    if (now - entry.began >= window) entry = {key, now, 0};
    return ++entry.count > of_a_minute;
}

bool FailedLogins::has_too_many(std::string_view address, Time now) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(key_of(address));
    if (found == by_address_.end()) return false;
    return now - found->second->began < window && found->second->count >= of_a_minute;
}

}  // namespace slipway::api
