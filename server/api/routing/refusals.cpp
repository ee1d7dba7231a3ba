#include "server/api/routing/refusals.hpp"

#include "publishing/model/audit_events.hpp"
#include "publishing/model/names.hpp"

namespace slipway::api {
namespace {

constexpr std::size_t longest_path = 500;

/// Without the query: it may hold what does not belong into a log.
std::string line_of(const http::Request& request) {
    const auto path = std::string_view(request.target).substr(0, request.target.find('?')).substr(0, longest_path);
    return std::string(http::name_of(request.method)) + " " + std::string(path);
}

}  // namespace

void Refusals::record(const http::Request& request, const publishing::Action& action, bool repository_exists,
                      const std::optional<publishing::KnownToken>& token, const Error& error) {
    if (!token) {
        without_token_.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    with_token_.fetch_add(1, std::memory_order_relaxed);
    if (!limit_.take(*token, std::chrono::steady_clock::now())) return;
    publishing::EventPlace place;
    if (repository_exists) place.repository = action.repository;
    const bool has_channel = repository_exists && !action.channel.empty();
    if (has_channel && publishing::check_name(publishing::NameOf::channel, action.channel).ok())
        place.channel = action.channel;
    const publishing::Actor actor{.name = token->actor_name(), .address = request.address};
    append(publishing::event_of(actor, place, clock_.now(),
                                publishing::audit::AccessRefused{line_of(request), error.message()}));
}

void Refusals::write_counts(std::chrono::steady_clock::time_point now) {
    for (const auto& counted : limit_.take_due(now)) {
        const publishing::Actor actor{.name = counted.actor, .address = ""};
        append(publishing::event_of(actor, {}, clock_.now(), publishing::audit::FurtherRefusals{counted.count}));
    }
}

void Refusals::append(publishing::EventRow event) {
    publisher_.write(publishing::recording(std::move(event)), [&log = log_](Result<std::monostate> written) {
        if (!written.ok()) log.failure("a refusal could not be written to the audit log", written.error());
    });
}

}  // namespace slipway::api
