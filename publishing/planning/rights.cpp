#include "publishing/planning/rights.hpp"

#include "publishing/access/tokens.hpp"
#include "storage/catalog/tokens.hpp"

namespace slipway::publishing {
namespace {

using Kind = Action::Kind;

/// What each kind of change needs. A kind without a row here does not compile.
struct NeededAction {
    const std::string& repository;
    RepositoryIs is;

    using Needed = std::optional<Action>;
    Needed operator()(const UploadChange& what) const { return of(Kind::upload, what.channel); }
    Needed operator()(const RemoveChange& what) const { return of(Kind::change_content, what.channel); }
    Needed operator()(const PromoteChange& what) const { return of(Kind::change_content, what.promotion.to); }
    Needed operator()(const RemovalChange& what) const { return of(Kind::change_content, what.removal.channel); }
    Needed operator()(const RollbackChange& what) const { return of(Kind::change_content, what.rollback.channel); }
    Needed operator()(const PurgeChange&) const { return of(Kind::administer); }
    Needed operator()(const PutDistroChange&) const { return of(Kind::administer); }
    Needed operator()(const DeleteDistroChange&) const { return of(Kind::administer); }
    Needed operator()(const PutChannelChange& what) const { return of(Kind::administer, what.put.name); }
    Needed operator()(const DeleteChannelChange& what) const { return of(Kind::administer, what.channel); }
    Needed operator()(const KeyChange&) const { return of(Kind::administer); }
    Needed operator()(const PutRepositoryChange&) const {
        return of(is == RepositoryIs::present ? Kind::administer : Kind::create_or_delete);
    }
    Needed operator()(const DeleteRepositoryChange&) const { return of(Kind::create_or_delete); }
    Needed operator()(const ExpireChannelChange&) const { return std::nullopt; }
    Needed operator()(const ExpireChange&) const { return std::nullopt; }
    Needed operator()(const ResignedChange&) const { return std::nullopt; }
    Needed operator()(const RepublishChange&) const { return std::nullopt; }

private:
    Needed of(Kind kind, const std::string& channel = {}) const { return Action{kind, repository, channel}; }
};

Error token_ended() {
    return Error(Fault::unauthenticated,
                 "the token was revoked or expired while the request was under way; nothing was changed");
}

}  // namespace

std::optional<Action> action_of(const Change& change, const std::string& repository, RepositoryIs is) {
    return std::visit(NeededAction{repository, is}, change.what);
}

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
    const auto action = action_of(change, repository, is);
    return action ? check(change.actor, *action) : Result<>();
}

Result<> Rights::check_all(const std::vector<Change>& changes, const std::string& repository, RepositoryIs is) {
    for (const auto& change : changes) TRY(check(change, repository, is));
    return {};
}

Result<const Rights::Scopes*> Rights::scopes_of(RowId token) {
    if (const auto known = read_.find(token); known != read_.end()) return &known->second;
    const auto row = TRY(storage::find_token(tx_, token));
    Scopes scopes;
    if (row && is_valid_at(*row, now_)) scopes = TRY(parse_scopes(row->scopes));
    return &read_.emplace(token, std::move(scopes)).first->second;
}

}  // namespace slipway::publishing
