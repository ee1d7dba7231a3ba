#pragma once

#include "publishing/access/access.hpp"
#include "publishing/planning/change.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/tokens.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Checks again, at the moment when something is done, whether it is still allowed. While a body was being received or
/// a change waited for its turn, a token may have been revoked or have expired, and a repository may have been created
/// or deleted. Reads each token once. One thread.
class Rights {
public:
    /// Returns nothing if the token does not exist any more.
    using FindToken = std::function<Result<std::optional<storage::TokenRow>>(RowId)>;
    Rights(FindToken find_token, Seconds now) : find_token_(std::move(find_token)), now_(now) {}
    /// Precondition: `tx` outlives this.
    Rights(const storage::ReadTransaction& tx, Seconds now)
        : Rights([&tx](RowId token) { return storage::find_token(tx, token); }, now) {}

    /// Checks that the actor may do this. What the server does by itself is always allowed. Faults: unauthenticated
    /// (the token ended), forbidden; corrupt, io.
    Result<> check(const Actor& actor, const Action& action);
    /// Checks the action that the change itself names, whatever was checked when the request came.
    Result<> check(const Change& change, const std::string& repository, RepositoryIs is);
    Result<> check_all(const std::vector<SharedChange>& changes, const std::string& repository, RepositoryIs is);

private:
    using Scopes = std::optional<std::vector<Scope>>;  // nothing: the token ended
    Result<const Scopes*> scopes_of(RowId token);

    FindToken find_token_;
    Seconds now_;
    std::map<RowId, Scopes> read_;
};

/// Returns whether an error is the answer of `Rights`, and not a fault of the server.
bool is_refusal(const Error& error);

}  // namespace slipway::publishing
