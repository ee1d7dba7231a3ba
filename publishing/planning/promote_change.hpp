#pragma once

#include "publishing/planning/content_change.hpp"

#include <utility>

namespace slipway::publishing {

/// Promotes packages of one channel to another, in a revision of its own, deb and rpm together. Faults: conflict
/// "package-exists" (the outcome has conflicts), "unexpected-revision", "removals-forbidden"; forbidden
/// "source-not-allowed"; not_found (channel, "unknown-package"); gone "purged".
class PromoteChange final : public ContentChange {
public:
    PromoteChange(Actor actor, Promotion promotion, Done<ContentOutcome> done)
        : ContentChange(std::move(actor), std::move(done)), promotion_(std::move(promotion)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Promotion promotion_;
};

enum class Trial : unsigned char { no, yes };

/// Applies the rule. If the outcome has conflicts, nothing was planned. The plan of a trial is never carried out, so it
/// may have both.
Result<ContentOutcome> plan_promotion(Planning& planning, const Actor& actor, const Promotion& promotion, Trial trial);

}  // namespace slipway::publishing
