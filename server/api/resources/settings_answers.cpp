#include "server/api/resources/settings_answers.hpp"

#include "base/digest.hpp"
#include "server/http/conditional.hpp"

namespace slipway::api {
namespace {

constexpr std::size_t etag_digits = 32;

std::string etag_of(const Json& json) { return "\"" + sha256_of(json.text()).hex().substr(0, etag_digits) + "\""; }

std::optional<std::string> header_field(const http::Headers& headers, std::string_view name) {
    const auto value = headers.find(name);
    return value ? std::optional(std::string(*value)) : std::nullopt;
}

http::Response tagged(unsigned status, const Json& json) {
    auto response = json_response(status, json);
    response.headers.add("ETag", etag_of(json));
    return response;
}

}  // namespace

publishing::Expectation expectation_of(const Call& call, Represent represent) {
    auto if_match = header_field(call.headers(), "If-Match");
    auto if_none_match = header_field(call.headers(), "If-None-Match");
    if (!if_match && !if_none_match) return nullptr;
    return [if_match = std::move(if_match), if_none_match = std::move(if_none_match),
            represent = std::move(represent)](const publishing::RepositoryState& state) -> Result<> {
        const auto json = represent(state);
        const auto etag = json ? std::optional(etag_of(*json)) : std::nullopt;
        if (http::preconditions_hold(if_match, if_none_match, etag)) return {};
        return Error("precondition-failed"_problem,
                     etag ? "the resource is not what If-Match or If-None-Match expects; its "
                            "ETag is " +
                                *etag + ": read it again"
                          : "If-Match expects a resource that is not there");
    };
}

http::Response answer_resource(const Call& call, const Json& json) {
    auto response = tagged(200, json);
    const auto etag = etag_of(json);
    if (!http::is_not_modified(call.headers(), {etag, std::nullopt})) return response;
    auto unchanged = no_content();
    unchanged.status = 304;
    unchanged.headers.add("ETag", etag);
    return unchanged;
}

http::Response answer_change(publishing::PutResult result, const std::optional<Json>& json, const std::string& url) {
    if (!json) return no_content();
    const bool created = result == publishing::PutResult::created;
    auto response = tagged(created ? 201 : 200, *json);
    if (created) response.headers.add("Location", url);
    return response;
}

}  // namespace slipway::api
