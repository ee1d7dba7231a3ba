#include "publishing/access/token_changes.hpp"

#include "publishing/model/audit_events.hpp"

namespace slipway::publishing {

Result<NewToken> make_token(storage::WriteTransaction& tx, const Actor& actor, const std::string& name,
                            const std::vector<std::string>& scopes, std::optional<std::chrono::seconds> lifetime,
                            Seconds now) {
    auto made = TRY(create_token(tx, name, scopes, lifetime, now));
    const audit::TokenCreated what{made.row.id, name, scopes};
    TRY(storage::append_event(tx, event_of(actor, {}, now, what)));
    return made;
}

Result<bool> revoke_token(storage::WriteTransaction& tx, const Actor& actor, RowId token, Seconds now) {
    if (!TRY(storage::delete_token(tx, token))) return false;
    TRY(storage::append_event(tx, event_of(actor, {}, now, audit::TokenRevoked{token})));
    return true;
}

}  // namespace slipway::publishing
