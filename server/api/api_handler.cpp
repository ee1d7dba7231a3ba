// The way of a request: method and place in the URL space → cross-site check → token → scope → query parameters →
// handler. What is nobody's route belongs to package managers and pages. Handlers return Results; this file makes
// problems of them.
#include "server/api/api_handler.hpp"

#include "publishing/access.hpp"
#include "server/api/io_thread_tree.hpp"
#include "server/api/published_files.hpp"
#include "server/api/router.hpp"
#include "server/api/uploads.hpp"
#include "server/http/credentials.hpp"

#include <algorithm>
#include <array>

namespace slipway::api {
namespace {

using http::Request;
using http::Response;
using Path = std::span<const std::string>;

/// Whether the path is the API's: no repository can have such a name.
bool is_api(Path path) {
    constexpr std::array<std::string_view, 4> first_segments = {"api", "healthz", "readyz", "metrics"};
    return !path.empty() && std::ranges::find(first_segments, path.front()) != first_segments.end();
}

bool changes_state(http::Method method) { return method != http::Method::get && method != http::Method::head; }

/// A browser led here by another site must not use the credentials it has for this one.
Result<> check_same_site(const Mount& mount, const Request& request) {
    const Error refused =
        Error(Fault::forbidden, "a page of another site made this request; it is refused").as("cross-site");
    const auto site = request.headers.find("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none") return refused;
    const auto origin = request.headers.find("Origin");
    if (origin && !mount.is_own_origin(request, *origin)) return refused;
    return {};
}

Response method_not_allowed(const Log& log, const std::vector<http::Method>& allowed) {
    const auto field = allow_field(allowed);
    auto response =
        problem_of(log, Error(Fault::invalid_input, "this resource knows " + field).as("method-not-allowed"));
    response.headers.add("Allow", field);
    return response;
}

/// A request that may be carried out.
struct Admitted {
    const Route* route;
    Call call;
};

}  // namespace

struct ApiHandler::State {
    explicit State(Parts parts) : services(std::move(parts)), files(services) {}

    /// The path below the public URL's; health also at the root.
    std::optional<Path> path_of(const Request& request) const {
        if (auto path = services.mount.path_below(request)) return path;
        const bool health = request.path.size() == 1 && (request.path[0] == "healthz" || request.path[0] == "readyz");
        return health ? std::optional(Path(request.path)) : std::nullopt;
    }

    Result<std::optional<publishing::KnownToken>> authenticate(const Request& request) {
        const auto secret = http::token_of(request.headers);
        if (!secret) return std::optional<publishing::KnownToken>();
        return services.parts.tokens.find(*secret);
    }

    Result<> check_access(const Route& route, const Match& match, const Call& call) const {
        if (route.access == Access::open) return {};
        const auto repo = match.parameters.find("repo");
        const bool exists = repo != match.parameters.end() && call.tree->find(repo->second) != nullptr;
        const auto action =
            action_of(route, match.parameters, call.request, exists ? RepositoryIs::present : RepositoryIs::absent);
        std::optional<std::vector<publishing::Scope>> scopes;
        if (call.token) scopes = call.token->scopes;
        // Private repositories are not built yet.
        auto decided = publishing::decide(scopes, action, /*read_is_public=*/true);
        if (!decided.ok())
            services.parts.refusals.note(call.request, action, call.tree->find(action.repository) != nullptr,
                                         call.token, decided.error());
        return decided;
    }

    Result<Admitted> admit(const Request& request, const Match& match, std::string body) {
        const auto& route = *match.route;
        if (changes_state(request.method)) TRY(check_same_site(services.mount, request));
        auto token = TRY(authenticate(request));
        Call call{
            request, match.parameters, std::move(body), {}, std::move(token), {}, services.parts.publisher.current()};
        TRY(check_access(route, match, call));
        TRY(check_query(route, request));
        call.actor = {call.token ? call.token->actor_name() : "anonymous", request.address};
        if (route.access != Access::open) call.base = TRY(services.mount.base_of(request));
        return Admitted{&route, std::move(call)};
    }

    Result<http::Reply> carry_out(const Request& request, const Match& match, std::string body) {
        const auto admitted = TRY(admit(request, match, std::move(body)));
        if (admitted.route->body != BodyUse::upload) return admitted.route->handle(services, admitted.call);
        const auto sink = TRY(begin_upload(services, admitted.call));
        return sink->finish();
    }

    Result<http::BodyPlan> plan(const Request& request, const Match& match) {
        const auto admitted = TRY(admit(request, match, {}));
        if (admitted.route->body != BodyUse::upload) return http::CollectBody{services.parts.limits.json_bytes};
        auto sink = begin_upload(services, admitted.call);
        if (!sink.ok() && UploadSlots::is_refusal(sink.error())) return http::AskAgain{problem(sink.error())};
        return http::BodyPlan(TRY(std::move(sink)));
    }

    Response problem(const Error& error) const { return problem_of(services.parts.log, error); }

    /// The answer for an API path without a route for this method; nothing when there is one.
    std::optional<Response> refuse_place(const Match& match) const {
        if (match.route != nullptr) return std::nullopt;
        if (!match.allowed.empty()) return method_not_allowed(services.parts.log, match.allowed);
        return problem(
            Error(Fault::not_found, "there is no such resource; /api/v1/openapi.json describes all of them"));
    }

    Response outside_mount() const {
        return problem(Error(Fault::not_found, "this server's addresses begin with " + services.mount.path() + "/"));
    }

    Services services;
    PublishedFiles files;
};

ApiHandler::ApiHandler(Parts parts) : state_(std::make_unique<State>(std::move(parts))) {}
ApiHandler::~ApiHandler() = default;

void ApiHandler::begin_to_finish() { state_->services.finishing = true; }

std::optional<Response> ApiHandler::answer_at_once(const Request& request) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (is_api(*path)) return std::nullopt;
    return state_->files.answer_now(tree_of_this_thread(), request, *path);
}

http::BodyPlan ApiHandler::plan_body(const Request& request) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (!is_api(*path)) {
        auto refused = state_->files.answer_now(state_->services.parts.publisher.current(), request, *path);
        if (refused) return std::move(*refused);
        return http::CollectBody{state_->services.parts.limits.json_bytes};
    }
    const auto found = match(all_routes(), request.method, *path);
    if (auto refused = state_->refuse_place(found)) return std::move(*refused);
    auto plan = state_->plan(request, found);
    if (!plan.ok()) return state_->problem(plan.error());
    return std::move(plan).release();
}

http::Reply ApiHandler::handle(const Request& request, std::string body) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (!is_api(*path)) return state_->files.answer_later(state_->services.parts.publisher.current(), request, *path);
    const auto found = match(all_routes(), request.method, *path);
    if (auto refused = state_->refuse_place(found)) return std::move(*refused);
    auto reply = state_->carry_out(request, found, std::move(body));
    if (!reply.ok()) return state_->problem(reply.error());
    return std::move(reply).release();
}

Response ApiHandler::refuse(const Request&, const Error& error) { return state_->problem(error); }

void ApiHandler::answered(const Request& request, unsigned status, std::uint64_t bytes_sent,
                          std::uint64_t microseconds) {
    const auto& observe = state_->services.parts.observe;
    if (observe) observe(request, status, bytes_sent, microseconds);
}

}  // namespace slipway::api
