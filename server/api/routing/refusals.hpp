#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publishing/access/refusal_limit.hpp"
#include "publishing/access/tokens.hpp"
#include "publishing/publisher/publisher.hpp"
#include "publishing/queries/events.hpp"
#include "server/http/message.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace slipway::api {

/// Requests refused because a valid token or a scope was missing. A refusal of a valid token becomes an event, as far
/// as RefusalLimit allows. A refusal of a request without one is only counted here; otherwise anonymous clients could
/// fill the audit log. Thread-safe; never blocks.
class Refusals {
public:
    Refusals(publishing::Publisher& publisher, const Clock& clock, const Log& log)
        : publisher_(publisher), clock_(clock), log_(log) {}

    /// `action` was refused with `error`; If not `repository_exists`, its name is only a client's word and is not
    /// stored.
    void record(const http::Request& request, const publishing::Action& action, bool repository_exists,
                const std::optional<publishing::KnownToken>& token, const Error& error);

    /// Makes events of the refusals that were only counted and whose minute is over at `now`.
    void write_counts(std::chrono::steady_clock::time_point now);

    std::uint64_t with_token() const { return with_token_.load(std::memory_order_relaxed); }
    std::uint64_t without_token() const { return without_token_.load(std::memory_order_relaxed); }

private:
    void append(publishing::EventRow event);

    publishing::Publisher& publisher_;
    const Clock& clock_;
    const Log& log_;
    publishing::RefusalLimit limit_;
    std::atomic<std::uint64_t> with_token_{0};
    std::atomic<std::uint64_t> without_token_{0};
};

}  // namespace slipway::api
