#include "cli/retry.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway::cli {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds first_pause = 1s;
constexpr milliseconds longest_own_pause = 30s;
constexpr milliseconds longest_pause = 5min;

std::optional<milliseconds> requested_wait(const Outcome& outcome, Seconds now) {
    if (!outcome.retry_after) return std::nullopt;
    const auto text = trimmed(*outcome.retry_after);
    if (const auto seconds = parse_decimal(text)) {
        const auto most = static_cast<std::uint64_t>(longest_pause / 1s);
        return std::chrono::seconds(std::min(*seconds, most));
    }
    const auto date = parse_http_date(text);
    if (!date) return std::nullopt;
    return std::clamp<milliseconds>(*date - now, 0ms, longest_pause);
}

}  // namespace

bool is_worth_repeating(const Outcome& outcome, Repeat repeat) {
    switch (outcome.end) {
        case Outcome::End::impossible: return false;
        case Outcome::End::not_connected: return true;
        case Outcome::End::interrupted: return repeat == Repeat::harmless;
        case Outcome::End::answered: break;
    }
    if (outcome.status == 429 || outcome.status == 503) return true;
    return (outcome.status == 502 || outcome.status == 504) && repeat == Repeat::harmless;
}

milliseconds pause_before(unsigned attempt, const Outcome& outcome, Seconds now, double jitter) {
    if (const auto wait = requested_wait(outcome, now)) return *wait;
    const auto doublings = std::min(attempt > 0 ? attempt - 1 : 0U, 10U);
    const auto pause = std::min(first_pause * (1U << doublings), longest_own_pause);
    return pause / 2 + milliseconds(static_cast<std::int64_t>(jitter * static_cast<double>((pause / 2).count())));
}

}  // namespace slipway::cli
