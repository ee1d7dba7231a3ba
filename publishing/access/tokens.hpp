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

/// A token somebody presented and that is valid now.
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

/// A name as it is shown: names that earlier versions took may contain what is no printable ASCII; that becomes \xNN.
std::string shown_name(std::string_view name);

/// Whether the token can be used then.
bool is_valid_at(const storage::TokenRow& token, Seconds now);

/// Faults: invalid_input "invalid-scope".
Result<std::vector<Scope>> parse_scopes(const std::vector<std::string>& texts);

/// Makes and stores a token. `lifetime`: nothing = never expires. Faults: invalid_input (name, scopes).
Result<NewToken> create_token(storage::WriteTransaction& tx, std::string name, const std::vector<std::string>& scopes,
                              std::optional<std::chrono::seconds> lifetime, Seconds now);

/// Notes when tokens were last used (TokenBook::take_uses).
Result<> note_token_uses(storage::WriteTransaction& tx, const std::vector<std::pair<storage::RowId, Seconds>>& uses);

/// "90d", "12h", "never" → lifetime. Faults: invalid_input, showing the forms.
Result<std::optional<std::chrono::seconds>> parse_lifetime(std::string_view text);

/// The tokens, in memory, as they were when `refresh` read them last. Only `refresh` blocks: tokens are looked up on IO
/// threads. Thread-safe.
class TokenBook {
public:
    TokenBook(const storage::Catalog& catalog, const Clock& clock);
    /// Reads the tokens again if their generation changed. To be called now and then, as other processes change tokens,
    /// too, and when this one has. Blocks on the catalog. Faults: corrupt, io; then `find` has them until it succeeds.
    Result<> refresh();
    /// Nothing when unknown or expired. Remembers the time of use (see `take_uses`).
    Result<std::optional<KnownToken>> find(std::string_view secret);
    /// Why `find` gave nothing for this secret. Fault: unauthenticated.
    Error refusal_of(std::string_view secret) const;
    /// How the token is named in the log, also when it has expired; nothing for one that is not known.
    std::optional<std::string> name_of(std::string_view secret) const;
    /// The token's id, also when it has expired: for who is asked first, not for rights.
    std::optional<storage::RowId> recognise(std::string_view secret) const;
    /// Last uses since the previous call, to be written to the catalog now and then.
    std::vector<std::pair<storage::RowId, Seconds>> take_uses();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace slipway::publishing
