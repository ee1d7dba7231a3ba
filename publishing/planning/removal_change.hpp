#pragma once

#include "publishing/planning/content_change.hpp"

#include <utility>

namespace slipway::publishing {

/// Removes several packages from a channel: all of them or none, in a revision of its own. Faults: not_found (channel,
/// "unknown-distro", "unknown-package" naming what the channel does not contain); gone "purged"; conflict
/// "unexpected-revision"; forbidden "channel-protected".
class RemovalChange final : public ContentChange {
public:
    RemovalChange(Actor actor, Removal removal, Done<ContentOutcome> done)
        : ContentChange(std::move(actor), std::move(done)), removal_(std::move(removal)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Removal removal_;
};

/// Applies the rule.
Result<ContentOutcome> plan_removal(Planning& planning, const Actor& actor, const Removal& removal);

}  // namespace slipway::publishing
