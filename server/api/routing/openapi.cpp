// An operation becomes an OpenAPI operation: what follows from its access, path, list and body is said here once, the
// rest stands in its table. https://spec.openapis.org/oas/v3.1.0
#include "server/api/routing/openapi.hpp"

#include "base/text.hpp"
#include "server/api/routing/openapi_schema.hpp"
#include "server/api/routing/operation_problems.hpp"
#include "server/api/routing/request_parts.hpp"
#include "server/api/routing/schemas.hpp"

#include <map>

namespace slipway::api {
namespace {

using http::Method;

constexpr auto about_api =
    "Errors are problems (RFC 9457) whose `type` is a page about their `code`. Requests that change state are refused "
    "when a browser sends them from another site (403 `cross-site`). Unknown members, parameters and `Slipway-` header "
    "fields are refused.";
constexpr auto about_patch = "RFC 7396: absent members stay as they are, `null` restores the default.";

struct Tag {
    std::string_view name;
    std::string_view description;
};
constexpr std::array tags = {
    Tag{"health", "The server itself"},
    Tag{"repositories", "Repositories and their settings"},
    Tag{"distros", "What a repository publishes for: a distribution, its format and architectures"},
    Tag{"channels", "Channels, their revisions, promotions and pins"},
    Tag{"packages", "Uploads, search, removal and purge"},
    Tag{"keys", "Signing keys"},
    Tag{"tokens", "Tokens and their scopes"},
    Tag{"nodes", "The servers that share a catalog and a bucket"},
    Tag{"events", "The audit log"},
};

/// The scope that a request needs, as a sentence.
std::string_view scope_of(const Operation& operation) {
    switch (operation.access) {
        case Access::open: return "No token needed.";
        case Access::own_token: return "Any valid token.";
        case Access::read: return "Scope: `read:{repo}`; public repositories need no token.";
        case Access::upload: return "Scope: `upload:{repo}/{channel}`.";
        case Access::change_content: return "Scope: `promote:{repo}/{channel}`.";
        case Access::change_some:
            return operation.subject == Subject::body_to ? "Scope: `promote:{repo}/{to}`."
                                                         : "Scope: `promote:{repo}/{channel}`, for the pin's channel.";
        case Access::administer: return "Scope: `admin:{repo}`.";
        case Access::create_or_update: return "Scope: `admin:{repo}`, to create `admin:*`.";
        case Access::create_or_delete:
        case Access::administer_server: return "Scope: `admin:*`.";
        case Access::events: return "Scope: `admin:*`; with `repository`, `admin:{repository}`.";
    }
    return "";
}

std::string description_of(const Operation& operation) {
    std::string text(operation.method == Method::patch ? about_patch : operation.description);
    if (!text.empty()) text += ' ';
    return text.append(scope_of(operation));
}

Json security_json(std::initializer_list<std::string_view> schemes) {
    std::vector<Json> either;
    for (const auto scheme : schemes)
        either.push_back(scheme.empty() ? Json::object() : Json::object({{scheme, Json::array({})}}));
    return Json::array(either);
}

Json parameter_json(std::string_view name, std::string_view place, const Schema& schema) {
    auto bare = schema;
    bare.description = {};
    auto json = Json::object({{"name", name}, {"in", place}});
    if (place == "path") json.add("required", true);
    if (!schema.description.empty()) json.add("description", schema.description);
    return json.add("schema", schema_json(bare));
}

void add_header_fields(std::vector<Json>& parameters, const Operation& operation) {
    const auto add = [&](const auto& fields) {
        for (const auto& [name, schema] : fields) parameters.push_back(parameter_json(name, "header", schema));
    };
    if (operation.use == BodyUse::upload) add(upload_fields);
    if (!operation.tagged) return;
    if (operation.method == Method::get) return add(fields_of_get);
    add(fields_of_change);
    if (operation.method == Method::put) add(fields_of_put);
}

std::vector<Json> parameters_json(const Operation& operation) {
    std::vector<Json> parameters;
    for (const auto name : names_in(operation.path))
        parameters.push_back(parameter_json(name, "path", path_parameter(name)));
    for (const auto& [name, schema, rule] : parameters_of(operation))
        parameters.push_back(parameter_json(name, "query", schema));
    add_header_fields(parameters, operation);
    return parameters;
}

Json content_json(std::string_view type, const Schema& schema) {
    return Json::object({{type, Json::object({{"schema", schema_json(the(schema))}})}});
}

Json body_json(const Operation& operation) {
    auto content = Json::object();
    if (operation.use == BodyUse::upload) {
        content.add_members(content_json("application/octet-stream", package_bytes));
        if (operation.method == Method::post) content.add_members(content_json("multipart/form-data", package_form));
        return Json::object({{"required", true}, {"content", content}});
    }
    if (operation.method == Method::patch)
        content.add_members(content_json("application/merge-patch+json", *operation.body));
    content.add_members(content_json("application/json", *operation.body));
    const auto& members = operation.body->members;
    const bool required = std::any_of(members.begin(), members.end(), [](const Member& m) { return m.required; });
    return Json::object({{"required", required}, {"content", content}});
}

Json header_json(std::string_view description, const Schema& schema = any_text) {
    return Json::object({{"description", description}, {"schema", schema_json(schema)}});
}

Json answer_json(const Operation& operation, const Answer& answer) {
    auto headers = Json::object();
    if (answer.status == 201) headers.add("Location", header_json("The address of what was made.", a_url()));
    if (operation.tagged && answer.body != nullptr) headers.add("ETag", header_json("Of this representation, strong."));
    if (operation.list != nullptr)
        headers.add("Link", header_json("`<…>; rel=\"next\"`: the address of the next page, with the same filters. "
                                        "Absent on the last one."));
    auto json = Json::object({{"description", answer.description}});
    if (headers != Json::object()) json.add("headers", headers);
    if (answer.body != nullptr) json.add("content", content_json("application/json", *answer.body));
    if (!answer.text.empty()) json.add("content", content_json(answer.text, any_text));
    return json;
}

Json refusal_json(unsigned status, const std::vector<std::string>& codes, const Schema& body) {
    auto json = Json::object({{"description", "`" + join(codes, "`, `") + "`"}});
    if (status == 429 || status == 503)
        json.add(
            "headers",
            Json::object({{"Retry-After", header_json("Seconds to wait before the next attempt.", an_integer())}}));
    return json.add("content", content_json("application/problem+json", body));
}

Json answers_json(const Operation& operation) {
    auto json = Json::object();
    for (const auto& answer : operation.answers)
        json.add(std::to_string(answer.status), answer_json(operation, answer));
    if (operation.tagged && operation.method == Method::get)
        json.add("304", Json::object({{"description", "The representation has the ETag in If-None-Match."}}));
    std::map<unsigned, std::vector<std::string>> codes;
    std::map<unsigned, const Schema*> bodies;
    for (const auto& given : problems_of(operation)) {
        const auto status = status_of(given);
        codes[status].emplace_back(given.problem->code);
        const bool tells_more = operation.problem_body != nullptr && is_own_problem(operation, given);
        bodies[status] = tells_more || bodies[status] == nullptr
                             ? (tells_more ? operation.problem_body : &problem_schema)
                             : bodies[status];
    }
    for (const auto& [status, of_it] : codes)
        json.add(std::to_string(status), refusal_json(status, of_it, *bodies.at(status)));
    return json;
}

Json operation_json(const Operation& operation) {
    auto json = Json::object({{"operationId", operation.id},
                              {"tags", Json::array({Json(operation.tag)})},
                              {"summary", operation.summary},
                              {"description", description_of(operation)}});
    if (operation.access == Access::open) json.add("security", security_json({}));
    if (operation.access == Access::read) json.add("security", security_json({"", "bearer", "basic"}));
    const auto parameters = parameters_json(operation);
    if (!parameters.empty()) json.add("parameters", Json::array(parameters));
    if (operation.use != BodyUse::none) json.add("requestBody", body_json(operation));
    return json.add("responses", answers_json(operation));
}

/// Paths in the order of their tables, and below each its methods.
Json paths_json(std::span<const Operation> operations) {
    std::vector<std::pair<std::string_view, Json>> paths;
    for (const auto& operation : operations) {
        auto path = std::ranges::find(paths, operation.path, &std::pair<std::string_view, Json>::first);
        if (path == paths.end()) path = paths.insert(paths.end(), {operation.path, Json::object()});
        path->second.add(to_lower(http::name_of(operation.method)), operation_json(operation));
    }
    auto json = Json::object();
    for (const auto& [path, methods] : paths) json.add(path, methods);
    return json;
}

Json tags_json() {
    std::vector<Json> list;
    for (const auto& [name, description] : tags)
        list.push_back(Json::object({{"name", name}, {"description", description}}));
    return Json::array(list);
}

Json security_schemes_json() {
    return Json::object({
        {"bearer", Json::object({{"type", "http"}, {"scheme", "bearer"}})},
        {"basic",
         Json::object(
             {{"type", "http"}, {"scheme", "basic"}, {"description", "The token as password; any user name."}})},
    });
}

Json info_json() {
    return Json::object({{"title", "Slipway"},
                         {"version", "1"},
                         {"summary", "A signed apt and yum package repository"},
                         {"description", about_api},
                         {"license", Json::object({{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}})}});
}

}  // namespace

Json openapi_document(std::span<const Operation> operations, std::string_view path) {
    const auto components =
        Json::object({{"securitySchemes", security_schemes_json()}, {"schemas", named_schemas_json(operations)}});
    return Json::object({{"openapi", "3.1.0"},
                         {"info", info_json()},
                         {"servers", Json::array({Json::object({{"url", path.empty() ? "/" : path}})})},
                         {"tags", tags_json()},
                         {"security", security_json({"bearer", "basic"})},
                         {"paths", paths_json(operations)},
                         {"components", components}});
}

}  // namespace slipway::api
