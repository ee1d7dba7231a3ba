#include "publishing/model/ephemeral.hpp"

#include "base/text.hpp"
#include "publishing/model/names.hpp"

namespace slipway::publishing {
namespace {

constexpr std::chrono::hours shortest_ttl{1};
constexpr std::chrono::hours longest_ttl{24 * 3650};

Error invalid(std::string message) { return Error("invalid-field"_problem, std::move(message)); }

bool matches(std::string_view pattern, std::string_view name) {
    return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

/// "14d", "36h".
std::string render_ttl(std::chrono::seconds ttl) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(ttl).count();
    return hours % 24 == 0 ? std::to_string(hours / 24) + "d" : std::to_string(hours) + "h";
}

}  // namespace

Result<> check_ephemeral_rule(const RepositoryState& repository, const storage::EphemeralRule& rule, BaseIs base) {
    const auto& pattern = rule.pattern;
    // With a letter in the place of '*' it must be a name.
    const bool ends_in_star = pattern.size() > 1 && pattern.ends_with('*');
    const auto name = ends_in_star ? pattern.substr(0, pattern.size() - 1) + "x" : pattern;
    if (!ends_in_star || !check_name(NameOf::channel, name).ok())
        return invalid("'ephemeral.pattern' must be the beginning of a channel's name and '*', as in 'branch-*'");
    if (rule.ttl < shortest_ttl || rule.ttl > longest_ttl)
        return invalid("'ephemeral.ttl' must be hours ('12h') or days ('14d'), at most ten years");
    if (rule.base.empty()) return {};
    if (matches(pattern, rule.base))
        return invalid("'ephemeral.base' must not be a name that 'ephemeral.pattern' matches");
    if (base == BaseIs::to_be_there && !repository.channels.contains(rule.base))
        return invalid("'ephemeral.base' must be a channel: there is no channel '" + rule.base + "'");
    return {};
}

Result<const ChannelState*> get_channel(const RepositoryState& repository, const std::string& name) {
    const auto found = repository.channels.find(name);
    if (found == repository.channels.end()) return no_channel(repository, name);
    return &found->second;
}

bool has_expired(const RepositoryState& repository, const std::string& channel) {
    return repository.expired && repository.expired->contains(channel);
}

Error no_channel(const RepositoryState& repository, const std::string& channel) {
    if (has_expired(repository, channel))
        return Error("channel-expired"_problem,
                     "channel " + channel + " expired on " + iso_date(repository.expired->at(channel)) +
                         ": nothing was uploaded into it during its ttl; the next upload "
                         "makes it again, while the repository's 'ephemeral' allows its name");
    return Error("unknown-channel"_problem, "repository '" + repository.settings.name + "' has no channel '" + channel +
                                                "'; check the name, or create it first");
}

Result<> check_may_begin(const RepositoryState& repository, const std::string& channel) {
    const auto& rule = repository.ephemeral;
    if (!rule || !matches(rule->pattern, channel)) return no_channel(repository, channel);
    TRY(check_name(NameOf::channel, channel));
    if (rule->base.empty() || repository.channels.contains(rule->base)) return {};
    return Error("ephemeral-base"_problem, "channel " + channel + " cannot begin with the content of " + rule->base +
                                               ", which does not exist; set another 'ephemeral.base'");
}

Json rule_json(const std::optional<storage::EphemeralRule>& rule) {
    if (!rule) return nullptr;
    return Json::object({{"pattern", rule->pattern},
                         {"base", rule->base.empty() ? Json(nullptr) : Json(rule->base)},
                         {"ttl", render_ttl(rule->ttl)}});
}

}  // namespace slipway::publishing
