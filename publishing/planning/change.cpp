#include "publishing/planning/change.hpp"

#include "publishing/planning/plan.hpp"

namespace slipway::publishing {

std::optional<Action> administer(const std::string& repository, const std::string& channel) {
    return Action{Action::Kind::administer, repository, channel};
}

const std::optional<Serving>& serving_of(const Plan& plan) { return plan.serving; }

Error publication_failed(const Error& cause) {
    if (cause.fault() == Fault::storage_full || cause.fault() == Fault::internal) return cause;
    // What has this code was said for the client; all else names files, programs and rows.
    const bool is_for_client = cause.is("publication-failed"_problem);
    const auto why = is_for_client ? cause.message() : "the server's log says why";
    return Error("publication-failed"_problem, "publishing failed and nothing changed; try again: " + why);
}

}  // namespace slipway::publishing
