#include "server/net/address_counts.hpp"

namespace slipway::net {

/// Nothing: this one has no limit.
std::optional<http::IpAddress> AddressCounts::counted(std::string_view address) const {
    if (unlimited_.trusts(address)) return std::nullopt;
    const auto parsed = http::IpAddress::parse(address);
    return parsed ? std::optional(parsed->network()) : std::nullopt;
}

bool AddressCounts::enter(std::string_view address) {
    const auto key = counted(address);
    if (!key) return true;
    const std::lock_guard lock(mutex_);
    auto& count = counts_[*key];  // a limit is at least one: no zero is left behind
    if (count >= limit_) return false;
    ++count;
    return true;
}

void AddressCounts::leave(std::string_view address) {
    const auto key = counted(address);
    if (!key) return;
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(*key);
    if (--found->second == 0) counts_.erase(found);
}

}  // namespace slipway::net
