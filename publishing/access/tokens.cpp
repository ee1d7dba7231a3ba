// Tokens: random secrets with scopes and an end. Stored only as SHA-256; 40 characters of 62 carry 238 bits, so neither
// salt nor stretching adds anything.
#include "publishing/access/tokens.hpp"

#include "base/quantity.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <sys/random.h>
#include <unordered_map>

namespace slipway::publishing {
namespace {

constexpr std::string_view secret_prefix = "slw_";
constexpr std::size_t secret_characters = 40;
constexpr std::size_t longest_token_name = 64;
constexpr std::size_t most_scopes = 100;
constexpr std::chrono::hours longest_lifetime{36'500 * 24};

/// Uniform over [A-Za-z0-9]: bytes from 248 on are thrown away, as 256 is no multiple of 62.
Result<std::string> new_secret() {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string secret(secret_prefix);
    std::array<unsigned char, 64> random{};
    while (secret.size() < secret_prefix.size() + secret_characters) {
        const auto received = ::getrandom(random.data(), random.size(), 0);
        if (received < 0) return Error(Fault::io, "the system gives no random bytes");
        for (std::size_t i = 0; i < static_cast<std::size_t>(received); ++i) {
            const bool full = secret.size() == secret_prefix.size() + secret_characters;
            if (!full && random.at(i) < 4 * alphabet.size()) secret += alphabet[random.at(i) % alphabet.size()];
        }
    }
    return secret;
}

bool is_printable(char c) { return c >= 0x20 && c < 0x7f; }

/// Names stand in logs, in the audit log, in pages and terminals: nothing may pass for another or for a line's end.
Result<> check_token_name(std::string_view name) {
    const bool padded = name.starts_with(' ') || name.ends_with(' ');
    if (!name.empty() && name.size() <= longest_token_name && !padded && std::ranges::all_of(name, is_printable))
        return {};
    return Error("invalid-name"_problem,
                 "the name of a token has 1 to 64 characters of printable ASCII and no blank at an end");
}

}  // namespace

std::string shown_name(std::string_view name) {
    std::string shown;
    for (const char c : name)
        shown += is_printable(c) ? std::string(1, c) : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    return shown;
}

bool is_valid_at(const storage::TokenRow& token, Seconds now) { return !token.expires_at || *token.expires_at > now; }

Result<std::vector<Scope>> parse_scopes(const std::vector<std::string>& texts) {
    std::vector<Scope> scopes;
    for (const auto& text : texts) scopes.push_back(TRY(Scope::parse(text)));
    return scopes;
}

std::string KnownToken::actor_name() const { return name + " (#" + std::to_string(id) + ")"; }

Result<NewToken> create_token(storage::WriteTransaction& tx, std::string name, const std::vector<std::string>& scopes,
                              std::optional<std::chrono::seconds> lifetime, Seconds now) {
    TRY(check_token_name(name));
    if (scopes.empty() || scopes.size() > most_scopes)
        return Error("invalid-scope"_problem, "a token has 1 to 100 scopes");
    TRY(parse_scopes(scopes));

    NewToken token;
    token.secret = TRY(new_secret());
    token.row.name = std::move(name);
    token.row.scopes = scopes;
    token.row.secret_digest = sha256_of(token.secret);
    token.row.created_at = now;
    if (lifetime) token.row.expires_at = now + *lifetime;
    token.row.id = TRY(storage::insert_token(tx, token.row));
    return token;
}

Result<> record_token_uses(storage::WriteTransaction& tx, const std::vector<std::pair<storage::RowId, Seconds>>& uses) {
    for (const auto& [token, time] : uses) TRY(storage::set_token_last_used(tx, token, time));
    return {};
}

Result<std::optional<std::chrono::seconds>> parse_lifetime(std::string_view text) {
    using Lifetime = std::optional<std::chrono::seconds>;
    if (text == "never") return Lifetime();
    const auto lifetime = parse_duration(text);
    if (lifetime && (text.ends_with('d') || text.ends_with('h')) && *lifetime <= longest_lifetime)
        return Lifetime(lifetime);
    return Error(Fault::invalid_input, "a lifetime is written as days ('90d'), hours ('12h') or 'never'");
}

struct TokenBook::State {
    struct Entry {
        KnownToken token;
        std::optional<Seconds> expires_at;
    };
    /// The tokens by the digests of their secrets. The time of a look-up may reveal something of a digest, but nobody
    /// can find a secret for a digest.
    using Entries = std::unordered_map<Sha256, Entry>;

    State(const storage::Catalog& catalog_read, const Clock& clock_asked) : catalog(catalog_read), clock(clock_asked) {}
    Result<> read();
    const Entry* find(const Sha256& digest) const;
    bool has_ended(const Entry& entry) const { return entry.expires_at && *entry.expires_at <= clock.now(); }

    const storage::Catalog& catalog;
    const Clock& clock;
    std::mutex reading;                      // guards the next one; the thread that holds it reads the catalog
    std::optional<std::int64_t> generation;  // of `entries`
    std::mutex mutex;                        // guards what follows; no thread blocks while it holds it
    Entries entries;
    std::optional<Error> failure;  // of the last reading
    std::map<storage::RowId, Seconds> uses;
};

Result<> TokenBook::State::read() {
    const auto tx = TRY(catalog.read());
    const auto newest = TRY(storage::token_generation(tx));
    if (generation == newest) return {};
    Entries read;
    for (const auto& row : TRY(storage::all_tokens(tx))) {
        auto scopes = TRY(parse_scopes(row.scopes));
        KnownToken token{row.id, shown_name(row.name), std::move(scopes)};
        read.emplace(row.secret_digest, Entry{std::move(token), row.expires_at});
    }
    generation = newest;
    const std::lock_guard lock(mutex);
    entries.swap(read);
    return {};
}

const TokenBook::State::Entry* TokenBook::State::find(const Sha256& digest) const {
    const auto found = entries.find(digest);
    return found == entries.end() ? nullptr : &found->second;
}

TokenBook::TokenBook(const storage::Catalog& catalog, const Clock& clock)
    : state_(std::make_shared<State>(catalog, clock)) {}

Result<> TokenBook::refresh() {
    const std::lock_guard one_at_a_time(state_->reading);  // so that no older state replaces a newer one
    auto read = state_->read();
    const std::lock_guard lock(state_->mutex);
    state_->failure = read.ok() ? std::nullopt : std::optional(read.error());
    return read;
}

Result<std::optional<KnownToken>> TokenBook::find(std::string_view secret) {
    const auto digest = sha256_of(secret);
    const std::lock_guard lock(state_->mutex);
    if (state_->failure) return *state_->failure;
    const auto* found = state_->find(digest);
    if (found == nullptr || state_->has_ended(*found)) return std::optional<KnownToken>();
    state_->uses[found->token.id] = state_->clock.now();
    return std::optional(found->token);
}

Error TokenBook::refusal_of(std::string_view secret) const {
    const auto digest = sha256_of(secret);
    const std::lock_guard lock(state_->mutex);
    const auto* found = state_->find(digest);
    if (found != nullptr && state_->has_ended(*found))
        return Error(Fault::unauthenticated, fmt::format("the token '{}' expired on {}; ask for a new one",
                                                         found->token.actor_name(), iso_date(*found->expires_at)));
    return Error(Fault::unauthenticated,
                 "the token that came with the request is not known: it was revoked, or is another server's");
}

std::optional<std::string> TokenBook::name_of(std::string_view secret) const {
    const auto digest = sha256_of(secret);
    const std::lock_guard lock(state_->mutex);
    const auto* found = state_->find(digest);
    return found == nullptr ? std::nullopt : std::optional(found->token.actor_name());
}

std::optional<storage::RowId> TokenBook::recognise(std::string_view secret) const {
    const auto digest = sha256_of(secret);
    const std::lock_guard lock(state_->mutex);
    const auto* found = state_->find(digest);
    return found == nullptr ? std::nullopt : std::optional(found->token.id);
}

std::vector<std::pair<storage::RowId, Seconds>> TokenBook::take_uses() {
    const std::lock_guard lock(state_->mutex);
    std::vector<std::pair<storage::RowId, Seconds>> taken(state_->uses.begin(), state_->uses.end());
    state_->uses.clear();
    return taken;
}

}  // namespace slipway::publishing
