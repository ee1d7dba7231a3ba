#include "server/api/call.hpp"

#include "base/text.hpp"
#include "publishing/access.hpp"
#include "publishing/ephemeral.hpp"
#include "server/http/problem.hpp"

namespace slipway::api {
namespace {

constexpr std::size_t default_limit = 100;
constexpr std::size_t largest_limit = 1000;
constexpr std::size_t node_cache_bytes = 16 * mebibyte;

}  // namespace

Services::Services(Parts given)
    : parts(std::move(given)),
      mount(parts.public_url),
      nodes(parts.catalog, node_cache_bytes),
      slots(parts.limits),
      space(parts.blobs, parts.limits.disk_reserve) {}

std::optional<std::string> Call::query(std::string_view name) const {
    for (const auto& [key, value] : request.query)
        if (key == name) return value;
    return std::nullopt;
}

Result<std::shared_ptr<const publishing::PublishedRepository>> Call::repository() const {
    const auto& name = parameter("repo");
    const auto found = tree->repositories.find(name);
    if (found == tree->repositories.end()) return publishing::no_repository(name);
    return found->second;
}

Result<const publishing::ChannelState*> Call::channel(const publishing::PublishedRepository& repository) const {
    return channel_named(repository, parameter("channel"));
}

Result<const publishing::ChannelState*> Call::channel_named(const publishing::PublishedRepository& repository,
                                                            const std::string& name) {
    const auto found = repository.state.channels.find(name);
    if (found == repository.state.channels.end()) return publishing::no_channel(repository.state, name);
    return &found->second;
}

Result<> Call::check_may_change(const std::string& channel) const {
    return publishing::decide(token ? std::optional(token->scopes) : std::nullopt,
                              {publishing::Action::Kind::change_content, parameter("repo"), channel},
                              /*read_is_public=*/true);
}

Result<std::size_t> Call::limit() const {
    const auto text = query("limit");
    if (!text) return default_limit;
    const auto number = parse_decimal(*text);
    if (number && *number >= 1 && *number <= largest_limit) return static_cast<std::size_t>(*number);
    return Error(Fault::invalid_input, "'limit' must be a number from 1 to 1000").as("invalid-field");
}

Result<publishing::Force> Call::force() const {
    const auto text = query("force");
    if (!text || *text == "false") return publishing::Force::no;
    if (*text == "true") return publishing::Force::yes;
    return Error(Fault::invalid_input, "'force' must be true or false").as("invalid-field");
}

http::Response json_response(unsigned status, const Json& json) {
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.headers.add("Cache-Control", "no-store");
    response.body = json.text() + "\n";
    return response;
}

http::Response no_content() {
    http::Response response;
    response.status = 204;
    response.headers.add("Cache-Control", "no-store");
    return response;
}

http::Response problem_of(const Log& log, const Error& error) {
    const auto fault = error.fault();
    if (fault == Fault::io || fault == Fault::corrupt || fault == Fault::internal) log.failure("request-failed", error);
    return http::problem(error);
}

}  // namespace slipway::api
