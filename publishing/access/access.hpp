#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// One parsed scope: `read:main`, `upload:main/branch-*`, `admin:*`. Parse and render are inverses.
struct Scope {
    enum class Verb : unsigned char { read, upload, promote, admin } verb;
    std::string repository;              // may end in '*'
    std::optional<std::string> channel;  // upload, promote only; may end in '*'

    /// Faults: invalid_input "invalid-scope", saying what a scope looks like.
    static Result<Scope> parse(std::string_view text);
    std::string render() const;
};

/// What a request wants to do. `repository` and `channel` are empty if they do not apply.
struct Action {
    enum class Kind : unsigned char {
        read_repository,    // GET of packages, channels, keys of one repository
        upload,             // into a channel
        change_content,     // remove packages, promote into, roll back: the channel is the target
        change_some,        // the same, of a channel that is not known yet
        administer,         // settings, channels, keys, events of one repository
        create_or_delete,   // repositories
        administer_server,  // tokens, all events
        see_own_token,      // allowed to every valid token
    } kind;
    std::string repository;
    std::string channel;
};

/// Whether the repository that a request names exists. Creating it needs more rights than changing it.
enum class RepositoryIs : unsigned char { absent, present };

/// Whether an answer names the actors: tokens and addresses are not for strangers.
enum class People : unsigned char { unnamed, named };

/// Returns the error for a request that needs a token and has none, or has an invalid one.
Error token_needed();

/// Decides whether these scopes allow the action; nothing else decides that. `read_is_public`: the repository can be
/// read without a token. Faults: unauthenticated (no token and one is needed), forbidden (the message names the missing
/// scope).
Result<> decide(const std::optional<std::vector<Scope>>& token_scopes, const Action& action, bool read_is_public);

}  // namespace slipway::publishing
