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
    auto* minute = latest_.find(key);
    if (minute == nullptr || now - minute->began >= window) minute = &latest_.put(key, {now, 0});
    return ++minute->count > of_a_minute;
}

bool FailedLogins::has_too_many(std::string_view address, Time now) const {
    const std::lock_guard lock(mutex_);
    const auto* minute = latest_.peek(key_of(address));
    return minute != nullptr && now - minute->began < window && minute->count >= of_a_minute;
}

}  // namespace slipway::api
