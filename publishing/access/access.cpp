// Who may do what (docs/http-api.md, "Scopes"). A token carries scopes; a request is one action; `decide` is the only
// function that compares them, so that the table in the documentation can be tested row by row.
#include "publishing/access/access.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace slipway::publishing {
namespace {

using Kind = Action::Kind;
using Verb = Scope::Verb;

constexpr std::array<std::string_view, 4> verb_names = {"read", "upload", "promote", "admin"};

std::optional<Verb> parse_verb(std::string_view name) {
    const auto found = std::ranges::find(verb_names, name);
    if (found == verb_names.end()) return std::nullopt;
    return static_cast<Verb>(found - verb_names.begin());
}

/// A part of a scope: the characters of names, with '*' only at its end.
bool is_pattern(std::string_view part) {
    if (part.ends_with('*'))
        part.remove_suffix(1);
    else if (part.empty())
        return false;
    return part.size() <= 63 && std::ranges::all_of(part, [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'z') ||
                      std::string_view("._-").find(c) != std::string_view::npos;
           });
}

bool matches(std::string_view pattern, std::string_view name) {
    if (!pattern.ends_with('*')) return pattern == name;
    return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool covers_channel(const Scope& scope, const std::string& channel) {
    return !scope.channel || (!channel.empty() && matches(*scope.channel, channel));
}

bool allows_everything(const Scope& scope) { return scope.verb == Verb::admin && scope.repository == "*"; }

bool allows(const Scope& scope, const Action& action) {
    if (allows_everything(scope)) return true;
    if (action.repository.empty() || !matches(scope.repository, action.repository)) return false;
    const bool admin = scope.verb == Verb::admin;
    switch (action.kind) {
        case Kind::read_repository: return scope.verb != Verb::upload || covers_channel(scope, action.channel);
        case Kind::upload: return admin || (scope.verb == Verb::upload && covers_channel(scope, action.channel));
        case Kind::change_content:
            return admin || (scope.verb == Verb::promote && covers_channel(scope, action.channel));
        case Kind::change_some: return admin || scope.verb == Verb::promote;
        case Kind::administer: return admin;
        case Kind::create_or_delete:
        case Kind::administer_server: return false;
        case Kind::see_own_token: break;
    }
    return false;
}

/// The smallest scope that allows the action.
std::string needed_scope(const Action& action) {
    const auto target = action.channel.empty() ? action.repository : action.repository + "/" + action.channel;
    switch (action.kind) {
        case Kind::read_repository: return "read:" + action.repository;
        case Kind::upload: return "upload:" + target;
        case Kind::change_content:
        case Kind::change_some: return "promote:" + target;
        case Kind::administer: return "admin:" + action.repository;
        case Kind::create_or_delete:
        case Kind::administer_server: return "admin:*";
        case Kind::see_own_token: break;
    }
    return {};
}

}  // namespace

Result<Scope> Scope::parse(std::string_view text) {
    const Error malformed =
        Error("invalid-scope"_problem, "'" + std::string(text.substr(0, 200)) +
                                           "' is not a scope: write read:{repo}, upload:{repo}[/{channel}], "
                                           "promote:{repo}[/{channel}], admin:{repo} or admin:*; '*' may end a part");
    const auto colon = text.find(':');
    if (colon == text.npos) return malformed;
    const auto verb = parse_verb(text.substr(0, colon));
    if (!verb) return malformed;

    const auto target = text.substr(colon + 1);
    const auto slash = target.find('/');
    Scope scope{*verb, std::string(target.substr(0, slash)), std::nullopt};
    if (slash != target.npos) scope.channel = std::string(target.substr(slash + 1));

    const bool channel_applies = *verb == Verb::upload || *verb == Verb::promote;
    if (!is_pattern(scope.repository)) return malformed;
    if (scope.channel && (!channel_applies || !is_pattern(*scope.channel))) return malformed;
    return scope;
}

std::string Scope::render() const {
    auto text = std::string(verb_names.at(static_cast<std::size_t>(verb))) + ":" + repository;
    if (channel) text += "/" + *channel;
    return text;
}

Error token_needed() {
    return Error(Fault::unauthenticated,
                 "a valid token is needed: send it as Authorization: Bearer TOKEN, or as the password of Basic "
                 "authentication");
}

Result<> decide(const std::optional<std::vector<Scope>>& token_scopes, const Action& action, bool read_is_public) {
    if (action.kind == Kind::read_repository && read_is_public) return {};
    if (!token_scopes) return token_needed();
    if (action.kind == Kind::see_own_token) return {};
    if (std::ranges::any_of(*token_scopes, [&](const Scope& scope) { return allows(scope, action); })) return {};
    return Error(Fault::forbidden, "this token lacks the scope " + needed_scope(action));
}

}  // namespace slipway::publishing
