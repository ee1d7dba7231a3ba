#pragma once

#include "publishing/content/promotion.hpp"
#include "publishing/planning/change.hpp"
#include "publishing/planning/plan.hpp"

#include <string>

namespace slipway::publishing {

/// A change of a channel's content that is answered with what it did: a promotion, a rollback, a removal of several
/// packages.
class ContentChange : public AnsweredChange<ContentOutcome> {
public:
    using AnsweredChange::AnsweredChange;

protected:
    /// Answers with the outcome and the number of the revision that was made.
    Answer answer_with_revision(const std::string& channel, ContentOutcome outcome) const {
        return answer_of_plan([channel, outcome = std::move(outcome)](const Plan& plan) {
            auto numbered = outcome;
            numbered.revision = plan.after.channels.at(channel).revision;
            return numbered;
        });
    }
};

}  // namespace slipway::publishing
