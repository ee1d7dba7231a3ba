#include "server/api/routing/router.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway::api {
namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

/// The parameters of `pattern` in `path`; nothing when they do not match.
std::optional<std::map<std::string_view, std::string>> match_pattern(std::string_view pattern,
                                                                     std::span<const std::string> path) {
    const auto segments = split(pattern.substr(1), '/');
    if (segments.size() != path.size()) return std::nullopt;
    std::map<std::string_view, std::string> parameters;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto segment = segments[i];
        if (is_parameter(segment))
            parameters.emplace(segment.substr(1, segment.size() - 2), path[i]);
        else if (segment != path[i])
            return std::nullopt;
    }
    return parameters;
}

Error unknown_parameter(const std::vector<Parameter>& known, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& parameter : known) names.emplace_back(parameter.name);
    return Error("unknown-field"_problem,
                 "the query parameter '" + name.substr(0, 100) + "' is not known; " +
                     (names.empty() ? "this request has none" : "known are: " + join(names, " ")));
}

bool fits(const Schema& schema, const std::string& value) {
    if (schema.type == Schema::Type::boolean) return value == "true" || value == "false";
    if (schema.type == Schema::Type::integer) {
        const auto number = parse_decimal(value);
        const auto least = static_cast<std::uint64_t>(std::max<std::int64_t>(schema.least, 0));
        return number && *number >= least && *number <= static_cast<std::uint64_t>(schema.most);
    }
    if (schema.words.empty()) return true;
    const auto words = split(schema.words, ' ');
    return std::ranges::find(words, value) != words.end();
}

std::string rule_of(const Parameter& parameter) {
    const auto& schema = parameter.schema;
    if (!parameter.rule.empty()) return std::string(parameter.rule);
    if (schema.type == Schema::Type::boolean) return "must be true or false";
    if (schema.type == Schema::Type::integer)
        return "must be a number from " + std::to_string(schema.least) + " to " + std::to_string(schema.most);
    const auto words = split(schema.words, ' ');
    return "must be " + join(std::vector<std::string>(words.begin(), words.end()), " or ");
}

}  // namespace

Match match(std::span<const Operation> operations, http::Method method, std::span<const std::string> path) {
    if (method == http::Method::head) method = http::Method::get;
    Match best;
    std::size_t fewest_parameters = SIZE_MAX;
    for (const auto& operation : operations) {
        auto parameters = match_pattern(operation.path, path);
        if (!parameters) continue;
        best.allowed.push_back(operation.method);
        if (operation.method != method || parameters->size() >= fewest_parameters) continue;
        fewest_parameters = parameters->size();
        best.operation = &operation;
        best.parameters = std::move(*parameters);
    }
    return best;
}

std::string allow_field(const std::vector<http::Method>& methods) {
    std::vector<std::string> names;
    for (const auto method : methods) {
        const std::string name(http::name_of(method));
        if (std::ranges::find(names, name) != names.end()) continue;
        names.push_back(name);
        if (method == http::Method::get) names.emplace_back("HEAD");
    }
    return join(names, ", ");
}

Result<> check_query(const Operation& operation, const http::Query& query) {
    if (query.fields().empty()) return {};
    const auto known = parameters_of(operation);
    for (const auto& [name, value] : query.fields()) {
        const auto parameter = std::ranges::find(known, name, &Parameter::name);
        if (parameter == known.end()) return unknown_parameter(known, name);
        if (!fits(parameter->schema, value))
            return Error("invalid-field"_problem, "'" + name + "' " + rule_of(*parameter));
    }
    return {};
}

publishing::Action action_of(const Operation& operation, const std::map<std::string_view, std::string>& parameters,
                             const http::Query& query, publishing::RepositoryIs repository) {
    using Kind = publishing::Action::Kind;
    const auto parameter = [&](std::string_view name) {
        const auto found = parameters.find(name);
        return found == parameters.end() ? std::string() : found->second;
    };
    publishing::Action action{Kind::administer_server, parameter("repo"), parameter("channel")};
    switch (operation.access) {
        case Access::open:
        case Access::read: action.kind = Kind::read_repository; break;
        case Access::upload: action.kind = Kind::upload; break;
        case Access::change_content: action.kind = Kind::change_content; break;
        case Access::change_some: action.kind = Kind::change_some; break;
        case Access::administer: action.kind = Kind::administer; break;
        case Access::create_or_delete: action.kind = Kind::create_or_delete; break;
        case Access::own_token: action.kind = Kind::see_own_token; break;
        case Access::administer_server: break;
        case Access::create_or_update:
            action.kind = repository == publishing::RepositoryIs::present ? Kind::administer : Kind::create_or_delete;
            break;
        case Access::events:
            if (auto named = query.find("repository")) action = {Kind::administer, std::move(*named), ""};
            break;
    }
    return action;
}

}  // namespace slipway::api
