#include "publishing/planning/rights.hpp"

#include "publishing/access/tokens.hpp"

namespace slipway::publishing {
namespace {

Error token_ended() {
    return Error(Fault::unauthenticated,
                 "the token was revoked or expired while the request was under way; nothing was changed");
}

}  // namespace

bool is_refusal(const Error& error) {
    return error.fault() == Fault::unauthenticated || error.fault() == Fault::forbidden;
}

Result<> Rights::check(const Actor& actor, const Action& action) {
    if (!actor.token) return {};
    const auto* scopes = TRY(scopes_of(*actor.token));
    if (!*scopes) return token_ended();
    return decide(*scopes, action, /*read_is_public=*/false);
}

Result<> Rights::check(const Change& change, const std::string& repository, RepositoryIs is) {
    const auto action = change.action(repository, is);
    return action ? check(change.actor(), *action) : Result<>();
}

Result<> Rights::check_all(const std::vector<SharedChange>& changes, const std::string& repository, RepositoryIs is) {
    for (const auto& change : changes) TRY(check(*change, repository, is));
    return {};
}

Result<const Rights::Scopes*> Rights::scopes_of(RowId token) {
    if (const auto known = read_.find(token); known != read_.end()) return &known->second;
    const auto row = TRY(find_token_(token));
    Scopes scopes;
    if (row && is_valid_at(*row, now_)) scopes = TRY(parse_scopes(row->scopes));
    return &read_.emplace(token, std::move(scopes)).first->second;
}

}  // namespace slipway::publishing
