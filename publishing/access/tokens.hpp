#pragma once

#include "base/clock.hpp"
#include "publishing/access/access.hpp"
#include "storage/catalog/tokens.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// A token that somebody presented and that is valid now.
struct KnownToken {
    storage::RowId id = 0;
    std::string name;
    std::vector<Scope> scopes;

    /// "ci (#3)": how events and provenance name it.
    std::string actor_name() const;
};

struct NewToken {
    storage::TokenRow row;
    std::string secret;  // "slw_" + 40 characters [A-Za-z0-9]; shown once
};

/// Returns a name as it is shown. Earlier versions accepted names with characters outside printable ASCII; those become
/// \xNN.
std::string shown_name(std::string_view name);

/// Returns whether the token can be used at `now`.
bool is_valid_at(const storage::TokenRow& token, Seconds now);

/// Faults: invalid_input "invalid-scope".
Result<std::vector<Scope>> parse_scopes(const std::vector<std::string>& texts);

/// Makes and stores a token. `lifetime`: nothing = never expires. Faults: invalid_input (name, scopes).
Result<NewToken> create_token(storage::WriteTransaction& tx, std::string name, const std::vector<std::string>& scopes,
                              std::optional<std::chrono::seconds> lifetime, Seconds now);

/// Records when tokens were last used (TokenBook::take_uses).
Result<> record_token_uses(storage::WriteTransaction& tx, const std::vector<std::pair<storage::RowId, Seconds>>& uses);

/// "90d", "12h", "never" → lifetime. Faults: invalid_input, showing the forms.
Result<std::optional<std::chrono::seconds>> parse_lifetime(std::string_view text);

/// Holds the tokens in memory, as they were when `refresh` last read them. Only `refresh` blocks, as tokens are looked
/// up on IO threads. Thread-safe.
class TokenBook {
public:
    TokenBook(const storage::Catalog& catalog, const Clock& clock);
    /// Reads the tokens again if their generation changed. To be called regularly, as other processes change tokens
    /// too, and after this process changed some. Blocks on the catalog. Faults: corrupt, io; then `find` reports them
    /// until a refresh succeeds.
    Result<> refresh();
    /// Returns the token, or nothing if it is unknown or has expired. Remembers the time of use (see `take_uses`).
    Result<std::optional<KnownToken>> find(std::string_view secret);
    /// Returns why `find` found nothing for this secret. Fault: unauthenticated.
    Error refusal_of(std::string_view secret) const;
    /// Returns the name of the token for the log, also if it has expired, or nothing if it is unknown.
    std::optional<std::string> name_of(std::string_view secret) const;
    /// Returns the token's id, also if it has expired. The id serves to share lanes between clients, never to check
    /// rights.
    std::optional<storage::RowId> recognise(std::string_view secret) const;
    /// Returns the last uses since the previous call, for `record_token_uses`.
    std::vector<std::pair<storage::RowId, Seconds>> take_uses();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace slipway::publishing
