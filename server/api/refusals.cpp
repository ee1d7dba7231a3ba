#include "server/api/refusals.hpp"

#include "publishing/names.hpp"
#include "server/api/json.hpp"
#include "storage/catalog/events.hpp"

namespace slipway::api {
namespace {

constexpr const char* refused_action = "access.refuse";
constexpr std::size_t longest_path = 500;

/// Without the query: it may hold what does not belong into a log.
std::string line_of(const http::Request& request) {
    const auto path = std::string_view(request.target).substr(0, request.target.find('?')).substr(0, longest_path);
    return std::string(http::name_of(request.method)) + " " + std::string(path);
}

}  // namespace

void Refusals::note(const http::Request& request, const publishing::Action& action, bool repository_exists,
                    const std::optional<publishing::KnownToken>& token, const Error& error) {
    if (!token) {
        without_token_.fetch_add(1, std::memory_order_relaxed);
        log_.info("refused", {{"address", request.address}, {"request", line_of(request)}});
        return;
    }
    with_token_.fetch_add(1, std::memory_order_relaxed);
    if (!limit_.admit(*token, std::chrono::steady_clock::now())) return;
    storage::EventRow event;
    event.actor = token->actor_name();
    event.address = request.address;
    if (repository_exists) event.repository = action.repository;
    const bool has_channel = repository_exists && !action.channel.empty();
    if (has_channel && publishing::check_name(publishing::NameOf::channel, action.channel).ok())
        event.channel = action.channel;
    event.details = Json::object({{"request", line_of(request)}, {"detail", error.message()}}).text();
    append(std::move(event));
}

void Refusals::write_counts(std::chrono::steady_clock::time_point now) {
    for (const auto& counted : limit_.take_due(now)) {
        storage::EventRow event;
        event.actor = counted.actor;
        event.details = Json::object({{"further_refusals", counted.count}}).text();
        append(std::move(event));
    }
}

void Refusals::append(storage::EventRow event) {
    event.time = clock_.now();
    event.action = refused_action;
    const auto work = [event = std::move(event)](storage::WriteTransaction& tx) -> Result<> {
        TRY(storage::append_event(tx, event));
        return {};
    };
    publisher_.write(work, [&log = log_](Result<std::monostate> written) {
        if (!written.ok()) log.failure("a refusal could not be written to the audit log", written.error());
    });
}

}  // namespace slipway::api
