#pragma once

#include "base/json.hpp"
#include "publishing/model/model.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace slipway::publishing {

/// How many channels of a repository may be ephemeral unless the configuration says otherwise.
inline constexpr std::size_t default_ephemeral_channels = 200;

/// Whether the base of a rule must exist already, or is created by the request that sets the rule.
enum class BaseIs : unsigned char { to_be_there, made_with_it };

/// Checks whether a rule may be set. Faults: invalid_input "invalid-field" (a pattern that is no name's beginning
/// followed by '*', a lifetime outside an hour to ten years, a base that does not exist or is ephemeral itself).
Result<> check_ephemeral_rule(const RepositoryState& repository, const storage::EphemeralRule& rule, BaseIs base);

/// Checks whether an upload may create this channel, which does not exist. Faults: not_found (the rule does not allow
/// the name), gone "channel-expired" (the same, and there was one of this name), conflict "ephemeral-base" (the rule's
/// base is gone).
Result<> check_may_begin(const RepositoryState& repository, const std::string& channel);

/// The answer to somebody who named a channel that does not exist: gone "channel-expired" or not_found.
Error no_channel(const RepositoryState& repository, const std::string& channel);

/// The channel of this name. Faults: not_found, gone "channel-expired".
Result<const ChannelState*> get_channel(const RepositoryState& repository, const std::string& name);

bool has_expired(const RepositoryState& repository, const std::string& channel);

/// {"pattern","base","ttl"} or null, as the API has it; the lifetime as `parse_lifetime` reads it.
Json rule_json(const std::optional<storage::EphemeralRule>& rule);

}  // namespace slipway::publishing
