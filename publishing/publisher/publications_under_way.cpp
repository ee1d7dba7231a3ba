#include "publishing/publisher/publications_under_way.hpp"

#include <algorithm>

namespace slipway::publishing {

std::uint64_t PublicationsUnderWay::begin() {
    const auto number = next_++;
    now_.insert(number);
    return number;
}

bool PublicationsUnderWay::end(std::uint64_t number) {
    if (now_.erase(number) == 0) return false;
    call_those_who_waited();
    return true;
}

void PublicationsUnderWay::when_earlier_ended(std::function<void()> then) {
    waiting_.emplace_back(next_, std::move(then));
    call_those_who_waited();
}

void PublicationsUnderWay::call_those_who_waited() {
    const auto oldest = now_.empty() ? next_.load() : *now_.begin();
    const auto has_to_wait = [&](const auto& waiting) { return oldest < waiting.first; };
    const auto ready = std::stable_partition(waiting_.begin(), waiting_.end(), has_to_wait);
    for (auto waiting = ready; waiting != waiting_.end(); ++waiting) waiting->second();
    waiting_.erase(ready, waiting_.end());
}

}  // namespace slipway::publishing
