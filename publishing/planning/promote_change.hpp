#pragma once

#include "publishing/planning/content_change.hpp"

#include <utility>

namespace slipway::publishing {

/// A channel takes over packages of another one, in a revision of its own, deb and rpm together. Refused where the
/// outcome has conflicts: "package-exists". Faults: conflict "unexpected-revision", "removals-forbidden"; forbidden
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

/// The rule. Where the outcome has conflicts nothing was planned, unless it is a trial: its plan is for looking only.
Result<ContentOutcome> plan_promotion(Planning& planning, const Actor& actor, const Promotion& promotion, Trial trial);

}  // namespace slipway::publishing
