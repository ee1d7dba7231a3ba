#include "storage/s3/retrying.hpp"

#include "base/text.hpp"
#include "storage/s3/refusals.hpp"

#include <algorithm>

namespace slipway::s3 {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds first_pause = 100ms;
constexpr milliseconds longest_own_pause = 5s;
constexpr milliseconds longest_told_pause = 20s;

milliseconds told_to_wait(const Attempt& attempt) {
    const auto text = attempt.answer.find("retry-after");
    const auto seconds = text ? parse_decimal(trimmed(*text)) : std::nullopt;
    if (!seconds) return 0ms;
    return std::chrono::seconds(std::min<std::uint64_t>(*seconds, longest_told_pause / 1s));
}

}  // namespace

milliseconds time_for(const Limits& limits, std::uint64_t bytes) {
    return limits.call + milliseconds(bytes / std::max<std::uint64_t>(1, limits.slowest / 1000));
}

bool is_worth_repeating(const Attempt& attempt) {
    switch (attempt.end) {
        case Attempt::End::unreachable:
        case Attempt::End::timed_out:
        case Attempt::End::interrupted: return true;
        case Attempt::End::stopped:
        case Attempt::End::impossible: return false;
        case Attempt::End::answered: break;
    }
    return is_passing(refusal_of(attempt.answer));
}

milliseconds pause_before(unsigned attempt, const Attempt& last, double jitter) {
    const auto doublings = std::min(attempt > 0 ? attempt - 1 : 0U, 10U);
    const auto longest = std::min(first_pause * (1U << doublings), longest_own_pause);
    const auto half = longest / 2;
    const auto own = half + milliseconds(static_cast<std::int64_t>(jitter * static_cast<double>(half.count())));
    return std::max(own, told_to_wait(last));
}

}  // namespace slipway::s3
