#pragma once

#include "publishing/planning/content_change.hpp"

#include <utility>

namespace slipway::publishing {

/// Gives a channel the content of one of its past revisions again, in a revision of its own. Faults: not_found
/// (channel, "unknown-revision"), gone "past-retention", conflict "unexpected-revision", "undeclared-component".
class RollbackChange final : public ContentChange {
public:
    RollbackChange(Actor actor, Rollback rollback, Done<ContentOutcome> done)
        : ContentChange(std::move(actor), std::move(done)), rollback_(std::move(rollback)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Rollback rollback_;
};

}  // namespace slipway::publishing
