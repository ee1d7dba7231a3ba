// The way of a request to its handler: cross-site check → no parameter twice → token → scope → query parameters; when
// the body has come, for some the scope once more, because their channel stands there → the body's members.
//
// The head is checked on the IO thread, so that what is refused takes no thread and no place of a lane, and once more
// in the lane: rights may have ended while the request waited. Only a token that is not known goes to the lane at once,
// where the catalog is asked for it.
//
// What a request is about is read in one place only, here, and goes to the handler as the call's action: a handler has
// no path, query or body to read another repository or channel from than the one that was allowed.
#include "server/api/routing/admission.hpp"

#include "base/text.hpp"
#include "publishing/content/pins.hpp"
#include "server/api/routing/body_check.hpp"
#include "server/api/routing/provenance.hpp"
#include "server/http/credentials.hpp"

#include <utility>

namespace slipway::api {
namespace {

using http::Request;
using publishing::Action;

bool changes_state(http::Method method) { return method != http::Method::get && method != http::Method::head; }

/// A browser led here by another site must not use the credentials it has for this one.
Result<> check_same_site(const http::Mount& mount, const Request& request) {
    const Error refused = Error("cross-site"_problem, "a page of another site made this request; it is refused");
    const auto site = request.headers.find("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none") return refused;
    const auto origin = request.headers.find("Origin");
    if (origin && !mount.is_own_origin(request, *origin)) return refused;
    return {};
}

Result<std::optional<publishing::KnownToken>> authenticate(Services& services, const Request& request) {
    const auto secret = http::token_of(request.headers);
    if (!secret) return std::optional<publishing::KnownToken>();
    return services.parts.tokens.find(*secret);
}

/// Returns the refusal of a request without a valid token. After many such requests from an address it says to come
/// later.
Error refusal_of_stranger(Services& services, const Request& request, Error refusal) {
    const auto secret = http::token_of(request.headers);
    if (!secret) return refusal;
    if (!services.failed_logins.record(request.address, std::chrono::steady_clock::now()))
        return services.parts.tokens.refusal_of(*secret);
    return Error("too-many-failures"_problem,
                 "too many requests of this address came with a token that is not valid; wait a minute");
}

/// Whether the caller may do that; what is refused is noted.
Result<> check_allowed(Services& services, const Request& request, const Call& call, const Action& action) {
    const auto scopes = call.token ? std::optional(call.token->scopes) : std::nullopt;
    // Private repositories are not built yet.
    auto decided = publishing::decide(scopes, action, /*read_is_public=*/true);
    if (decided.ok()) return decided;
    services.parts.refusals.record(request, action, call.tree->find(action.repository) != nullptr, call.token,
                                   decided.error());
    return call.token ? std::move(decided).error() : refusal_of_stranger(services, request, std::move(decided).error());
}

/// The pin in the path, and with it the channel that the request changes.
Result<Action> action_on_pin(const Services& services, Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("pin");
    const auto tx = TRY(services.parts.queries.view());
    call.pin = TRY(publishing::get_pin(tx, repository->state.settings.id, name));
    const auto* channel = publishing::find_channel(repository->state, call.pin->channel);
    return Action{Action::Kind::change_content, call.repository_name(), channel == nullptr ? "" : channel->name};
}

/// What a request wants that did not name its channel in the path.
Result<Action> late_action(const Services& services, Subject subject, Call& call) {
    if (subject == Subject::pin) return action_on_pin(services, call);
    const auto member = subject == Subject::body_to ? "to" : "channel";
    auto channel = TRY(call.body.take_required_text(member));
    return Action{Action::Kind::change_content, call.repository_name(), std::move(channel)};
}

}  // namespace

Result<Admitted> admit(Services& services, std::shared_ptr<const publishing::PublishedTree> tree,
                       const Request& request, const Match& match) {
    const auto& operation = *match.operation;
    if (changes_state(request.method)) TRY(check_same_site(services.mount, request));
    TRY(http::check_not_repeated(request.query));
    Call call(request, match.parameters);
    call.tree = std::move(tree);
    call.token = TRY(authenticate(services, request));
    const auto repo = match.parameters.find("repo");
    const bool exists = repo != match.parameters.end() && call.tree->find(repo->second) != nullptr;
    using publishing::RepositoryIs;
    auto action =
        action_of(operation, match.parameters, request.query, exists ? RepositoryIs::present : RepositoryIs::absent);
    if (operation.access != Access::open) TRY(check_allowed(services, request, call, action));
    TRY(check_query(operation, request.query));
    TRY(check_own_fields(request.headers));
    call.allow(std::move(action));
    call.actor = {"anonymous", request.address};
    if (call.token) call.actor = {call.token->actor_name(), request.address, call.token->id};
    if (operation.access != Access::open || operation.list != nullptr) call.base = TRY(services.mount.base_of(request));
    return Admitted{&request, &operation, std::move(call)};
}

Result<> admit_body(Services& services, Admitted& admitted, std::string_view body) {
    auto& call = admitted.call;
    call.tree = services.parts.publisher.current();  // the body may have taken its time
    const auto& operation = *admitted.operation;
    if (operation.use == BodyUse::json) call.body = TRY(JsonObject::parse(body));
    if (operation.subject != Subject::head) {
        auto action = TRY(late_action(services, operation.subject, call));
        TRY(check_allowed(services, *admitted.request, call, action));
        call.allow(std::move(action));
    }
    return operation.use == BodyUse::json ? check_members(call.body, *operation.body) : Result<>();
}

}  // namespace slipway::api
