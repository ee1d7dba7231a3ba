// The way of a request: on the IO thread method and place in the URL space → share of its client → admission
// (admission.cpp); in its lane admission once more → handler. What no operation is for belongs to package managers and
// pages. Handlers return Results; this file makes problems of them.
#include "server/api/api_handler.hpp"

#include "server/api/resources/operations.hpp"
#include "server/api/routing/admission.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/request_limits.hpp"
#include "server/api/uploads/uploads.hpp"
#include "server/files/io_thread_tree.hpp"
#include "server/files/published_files.hpp"
#include "server/http/credentials.hpp"

#include <algorithm>
#include <array>
#include <chrono>

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

Response method_not_allowed(const std::vector<http::Method>& allowed) {
    const auto field = allow_field(allowed);
    auto response = http::problem(Error("method-not-allowed"_problem, "this resource knows " + field));
    response.headers.add("Allow", field);
    return response;
}

/// Whether it ends rights or gives space back: what has to be possible on a full disk.
bool takes_away(const Operation& operation) { return operation.method == http::Method::del || operation.gives_back; }

/// The body is neither read nor kept, so that a request without one cannot make the server hold any.
Error unexpected_body() { return Error("unexpected-body"_problem, "this request has no body"); }

files::Sources sources_of(const Services& services) {
    const auto& parts = services.parts;
    return {parts.publisher,   parts.queries,    parts.package_files,
            parts.clock,       parts.log,        parts.failures,
            parts.pages,       services.mount,   parts.limits.listing_entries,
            parts.nodes.pairs, parts.nodes.shown};
}

}  // namespace

struct ApiHandler::State {
    explicit State(Parts parts)
        : services(std::move(parts)),
          uploads(services),
          files(sources_of(services)),
          requests({services.parts.limits.requests_at_once, services.parts.limits.requests_per_second}) {}

    /// The path below the public URL's; health also at the root.
    std::optional<Path> path_of(const Request& request) const {
        if (auto path = services.mount.path_below(request)) return path;
        const bool health = request.path.size() == 1 && (request.path[0] == "healthz" || request.path[0] == "readyz");
        return health ? std::optional(Path(request.path)) : std::nullopt;
    }

    /// Whose turn a request takes: of a token that is known, else of the address.
    std::int64_t turn_of(const Request& request) const {
        const auto secret = http::token_of(request.headers);
        const auto token = secret ? services.parts.tokens.recognise(*secret) : std::nullopt;
        return token ? *token : turn_of_address(request.address);
    }

    /// Health is answered whatever else goes on; what is malformed goes the way of all requests.
    std::optional<Response> answer_health(const Request& request, Path path) {
        const bool reads = request.method == http::Method::get || request.method == http::Method::head;
        if (path.size() != 1 || !reads || request.query.repeated() || request.has_empty_segments) return std::nullopt;
        const auto* operation = match(health_operations(), request.method, path).operation;
        if (operation == nullptr || !operation->at_once || !check_query(*operation, request.query).ok())
            return std::nullopt;
        auto reply = operation->handle(services, Call(request, {}));
        if (!reply.ok()) return problem(reply.error());
        auto* response = std::get_if<Response>(&*reply);
        return response != nullptr ? std::optional(std::move(*response)) : std::nullopt;
    }

    /// Uploads have places of their own; all else of a client is limited in how much there is at once, too.
    Result<std::shared_ptr<void>> begin_call(BodyUse use, std::int64_t turn) {
        const auto now = std::chrono::steady_clock::now();
        if (use != BodyUse::upload) return requests.begin(turn, now);
        TRY(requests.count(turn, now));
        return std::shared_ptr<void>();
    }

    bool is_upload(const Request& request) const {
        const auto path = path_of(request);
        if (!path || !is_api(*path)) return false;
        const auto* operation = match(all_operations(), request.method, *path).operation;
        return operation != nullptr && operation->use == BodyUse::upload;
    }

    bool has_unknown_token(const Request& request) const {
        const auto secret = http::token_of(request.headers);
        return secret && !services.parts.tokens.recognise(*secret);
    }

    /// Another process may have made the token a moment ago; that is for the lane to find out. An address that has sent
    /// too many invalid ones is refused at once.
    bool may_have_new_token(const Request& request) const {
        return has_unknown_token(request) &&
               !services.failed_logins.has_too_many(request.address, std::chrono::steady_clock::now());
    }

    /// Blocks on the catalog where the token is not known yet. If tokens cannot be read, looking for one says so.
    void read_new_token(const Request& request) {
        if (has_unknown_token(request)) static_cast<void>(services.parts.tokens.refresh());
    }

    /// What is refused for its head is refused here, on the IO thread.
    Result<http::Placement> place_call(const Request& request, const Match& match) {
        const auto& operation = *match.operation;
        if (request.has_body && operation.use == BodyUse::none) return unexpected_body();
        const auto turn = turn_of(request);
        auto share = TRY(begin_call(operation.use, turn));
        // Without a tree the server has just begun.
        const auto& tree = files::tree_of_this_thread();
        if (tree && !may_have_new_token(request)) TRY(admit(services, tree, request, match));
        return http::Placement{operation.work, turn, std::move(share)};
    }

    /// Pages and directories are for people, who share the limit of the API; files for package managers have none.
    Result<http::Placement> place_file(const Request& request, Path path) {
        const auto turn = turn_of(request);
        const auto work = files.work_for(files::tree_of_this_thread(), request, path);
        if (work != http::Work::page && work != http::Work::listing) return http::Placement{work, turn, nullptr};
        auto share = TRY(requests.begin(turn, std::chrono::steady_clock::now()));
        return http::Placement{work, turn, std::move(share)};
    }

    std::variant<http::Placement, Response> placement_or_refusal(Result<http::Placement> placed) const {
        if (!placed.ok()) return problem(placed.error());
        return std::move(placed).release();
    }

    Result<http::Reply> carry_out(Admitted& admitted, std::string_view body) {
        TRY(admit_body(services, admitted, body));
        const auto& operation = *admitted.operation;
        if (takes_away(operation) && services.parts.make_room) services.parts.make_room();
        if (operation.list != nullptr) return answer_list(services, operation, admitted.call);
        if (operation.use != BodyUse::upload) return operation.handle(services, admitted.call);
        const auto sink = TRY(uploads.begin(admitted.call));
        return sink->finish();
    }

    http::Reply answer(Admitted& admitted, std::string_view body) {
        auto reply = carry_out(admitted, body);
        if (!reply.ok()) return problem(reply.error());
        return std::move(reply).release();
    }

    class WaitingUpload;

    Result<http::BodyPlan> plan(const Request& request, const Match& match, std::shared_ptr<UploadSlot> place);

    http::BodyPlan plan_or_refusal(const Request& request, const Match& match,
                                   std::shared_ptr<UploadSlot> place = nullptr) {
        auto planned = plan(request, match, std::move(place));
        if (!planned.ok()) return problem(planned.error());
        return std::move(planned).release();
    }

    Response problem(const Error& error) const { return problem_of(services.parts.failures, error); }

    /// The answer for an API path without an operation of this method; nothing when there is one. Of files an address
    /// may have slashes too many, as a base URL that ends with one makes them; of the API it is what it is.
    std::optional<Response> refuse_place(const Request& request, const Match& match) const {
        if (request.has_empty_segments)
            return problem(Error("bad-request"_problem, "request target: an empty path segment ('//')"));
        if (match.operation != nullptr) return std::nullopt;
        if (!match.allowed.empty()) return method_not_allowed(match.allowed);
        return problem(
            Error(Fault::not_found, "there is no such resource; /api/v1/openapi.json describes all of them"));
    }

    Response outside_mount() const {
        return problem(Error(Fault::not_found, "this server's addresses begin with " + services.mount.path() + "/"));
    }

    Services services;
    Uploads uploads;
    files::PublishedFiles files;
    RequestLimits requests;
};

/// Asked for all rights again when it has its place: they may have changed meanwhile.
class ApiHandler::State::WaitingUpload final : public http::WaitingBody {
public:
    WaitingUpload(State& state, const Request& request, Match match, publishing::RowId token, const Error& why)
        : state_(state), request_(request), match_(std::move(match)), token_(token), refusal_(state.problem(why)) {}

    void wait(std::function<void()> wake) override { waiter_ = state_.uploads.slots().wait(token_, std::move(wake)); }
    http::BodyPlan plan() override { return state_.plan_or_refusal(request_, match_, waiter_->take()); }
    Response refusal() override { return std::move(refusal_); }

private:
    State& state_;
    const Request& request_;
    Match match_;
    publishing::RowId token_;
    Response refusal_;
    std::unique_ptr<UploadSlots::Waiter> waiter_;
};

Result<http::BodyPlan> ApiHandler::State::plan(const Request& request, const Match& match,
                                               std::shared_ptr<UploadSlot> place) {
    if (match.operation->use == BodyUse::none) return unexpected_body();
    read_new_token(request);
    auto admitted = TRY(admit(services, services.parts.publisher.current(), request, match));
    const auto token = admitted.call.token ? admitted.call.token->id : 0;
    if (admitted.operation->use != BodyUse::upload) {
        const auto shared = std::make_shared<Admitted>(std::move(admitted));
        return http::CollectBody{services.parts.limits.json_bytes,
                                 [this, shared](const std::string& body) { return answer(*shared, body); }, token};
    }
    auto sink = uploads.begin(admitted.call, std::move(place));
    if (!sink.ok() && UploadSlots::is_refusal(sink.error()))
        return http::BodyPlan(std::make_unique<WaitingUpload>(*this, request, match, token, sink.error()));
    return http::BodyPlan(TRY(std::move(sink)));
}

ApiHandler::ApiHandler(Parts parts) : state_(std::make_unique<State>(std::move(parts))) {}
ApiHandler::~ApiHandler() = default;

void ApiHandler::begin_to_finish() { state_->services.finishing = true; }

std::optional<Response> ApiHandler::answer_at_once(const Request& request) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (is_api(*path)) return state_->answer_health(request, *path);
    if (files::is_page_of_present(*path)) {
        const auto counted = state_->requests.count(state_->turn_of(request), std::chrono::steady_clock::now());
        if (!counted.ok()) return state_->problem(counted.error());
    }
    return state_->files.answer_now(files::tree_of_this_thread(), request, *path);
}

std::variant<http::Placement, Response> ApiHandler::place(const Request& request) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (!is_api(*path)) return state_->placement_or_refusal(state_->place_file(request, *path));
    const auto found = match(all_operations(), request.method, *path);
    if (auto refused = state_->refuse_place(request, found)) return std::move(*refused);
    return state_->placement_or_refusal(state_->place_call(request, found));
}

http::BodyPlan ApiHandler::plan_body(const Request& request) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (!is_api(*path)) {
        if (request.method == http::Method::get || request.method == http::Method::head)
            return state_->problem(unexpected_body());
        auto refused = state_->files.answer_now(state_->services.parts.publisher.current(), request, *path);
        return refused ? std::move(*refused) : state_->problem(unexpected_body());
    }
    const auto found = match(all_operations(), request.method, *path);
    if (auto refused = state_->refuse_place(request, found)) return std::move(*refused);
    return state_->plan_or_refusal(request, found);
}

http::Reply ApiHandler::handle(const Request& request, std::string body) {
    const auto path = state_->path_of(request);
    if (!path) return state_->outside_mount();
    if (!is_api(*path))
        return state_->files.answer_later(state_->services.parts.publisher.current(), request, *path,
                                          state_->turn_of(request));
    const auto found = match(all_operations(), request.method, *path);
    if (auto refused = state_->refuse_place(request, found)) return std::move(*refused);
    state_->read_new_token(request);
    auto admitted = admit(state_->services, state_->services.parts.publisher.current(), request, found);
    if (!admitted.ok()) return state_->problem(admitted.error());
    return state_->answer(*admitted, body);
}

Response ApiHandler::refuse(const Request&, const Error& error) { return state_->problem(error); }

void ApiHandler::answered(const Request& request, const http::Answered& answered) {
    const auto& observe = state_->services.parts.observe;
    if (!observe) return;
    auto observed = answered;
    observed.is_upload = state_->is_upload(request);
    observe(request, observed);
}

}  // namespace slipway::api
