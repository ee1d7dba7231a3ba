#include "server/api/resources/content_changes.hpp"

#include "server/api/resources/diff_json.hpp"
#include "server/api/routing/serving.hpp"

namespace slipway::api {

Result<std::string> parse_reason(const JsonObject& body) {
    auto reason = TRY(body.text("reason", "")).value_or("");
    if (std::ssize(reason) > longest_reason_of_change) return body.invalid("reason", "at most 4096 bytes long");
    return reason;
}

Result<std::optional<std::int64_t>> parse_revision(const JsonObject& body, const char* member) {
    const auto number = TRY(body.number(member, largest_revision_number));
    if (!number || !*number) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(**number);
}

Result<publishing::ContentOutcome> preview(const Services& services, const publishing::RepositoryState& repository,
                                           const publishing::Publisher::Rule& rule) {
    const auto nodes = services.parts.queries.nodes();
    auto tx = TRY(services.parts.queries.view());
    return services.parts.publisher.preview(std::move(tx), nodes, repository, rule);
}

Json outcome_json(const publishing::ContentOutcome& outcome) {
    auto json = Json::object({{"revision", outcome.revision}, {"previous_revision", outcome.previous_revision}});
    if (outcome.from_revision != 0) json.add("from_revision", outcome.from_revision);
    add_diff(json, outcome.diff);
    json.add("next", Json(next_of(outcome.diff)));
    add_nodes(json, outcome.serving);
    return json;
}

http::Response answer_outcome(const publishing::ContentOutcome& outcome, const Json& json, const http::BaseUrl& base,
                              std::string_view repository, std::string_view channel) {
    if (outcome.revision == outcome.previous_revision) return json_response(200, json);
    return created(
        base.api_url({"repositories", repository, "channels", channel, "revisions", std::to_string(outcome.revision)}),
        json);
}

}  // namespace slipway::api
