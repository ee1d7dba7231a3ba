#include "server/api/router.hpp"

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

}  // namespace

Match match(std::span<const Route> routes, http::Method method, std::span<const std::string> path) {
    if (method == http::Method::head) method = http::Method::get;
    Match best;
    std::size_t fewest_parameters = SIZE_MAX;
    for (const auto& route : routes) {
        auto parameters = match_pattern(route.pattern, path);
        if (!parameters) continue;
        best.allowed.push_back(route.method);
        if (route.method != method || parameters->size() >= fewest_parameters) continue;
        fewest_parameters = parameters->size();
        best.route = &route;
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

Result<> check_not_repeated(const http::Query& query) {
    if (!query.repeated()) return {};
    return Error("repeated-parameter"_problem,
                 "the query parameter '" + query.repeated()->substr(0, 100) + "' came more than once; say it once");
}

std::string known_parameters(const Route& route) {
    std::string names(route.query);
    if (route.list != nullptr) names += names.empty() ? "limit cursor" : " limit cursor";
    return names;
}

Result<> check_query(const Route& route, const http::Query& query) {
    const auto names = known_parameters(route);
    const auto known = split(names, ' ');
    for (const auto& [name, value] : query.fields()) {
        if (std::ranges::find(known, name) != known.end() && !name.empty()) continue;
        const auto hint = names.empty() ? "this request has none" : "known are: " + names;
        return Error("unknown-field"_problem,
                     "the query parameter '" + name.substr(0, 100) + "' is not known; " + hint);
    }
    return {};
}

publishing::Action action_of(const Route& route, const std::map<std::string_view, std::string>& parameters,
                             const http::Query& query, publishing::RepositoryIs repository) {
    using Kind = publishing::Action::Kind;
    const auto parameter = [&](std::string_view name) {
        const auto found = parameters.find(name);
        return found == parameters.end() ? std::string() : found->second;
    };
    publishing::Action action{Kind::administer_server, parameter("repo"), parameter("channel")};
    switch (route.access) {
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
