#include "publishing/access/refusal_limit.hpp"

namespace slipway::publishing {
namespace {

constexpr std::chrono::minutes window{1};

}  // namespace

bool RefusalLimit::take(const KnownToken& token, Time now) {
    const std::lock_guard lock(mutex_);
    Token& known = tokens_[token.id];
    known.actor = token.actor_name();
    const bool full = known.event_times.size() == events_of_a_minute;
    if (!full || now - known.event_times.front() >= window) {
        if (full) known.event_times.pop_front();
        known.event_times.push_back(now);
        return true;
    }
    if (known.counted++ == 0) known.counting_since = now;
    return false;
}

std::vector<RefusalLimit::Counted> RefusalLimit::take_due(Time now) {
    const std::lock_guard lock(mutex_);
    std::vector<Counted> due;
    for (auto at = tokens_.begin(); at != tokens_.end();) {
        Token& token = at->second;
        if (token.counted > 0 && now - token.counting_since >= window) {
            due.push_back({token.actor, token.counted});
            token.counted = 0;
        }
        const bool forgettable = token.counted == 0 && now - token.event_times.back() >= window;
        at = forgettable ? tokens_.erase(at) : std::next(at);
    }
    return due;
}

}  // namespace slipway::publishing
