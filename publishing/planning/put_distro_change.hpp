#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/change.hpp"

#include <utility>

namespace slipway::publishing {

/// Creates a distro, or gives it other settings. A change that changes nothing makes no event. Faults: those of the
/// terms; not_found "unknown-distro"; invalid_input "invalid-field", "invalid-name", "unknown-architecture"; conflict
/// "immutable", "not-empty" (a list no longer names what a channel has packages in).
class PutDistroChange final : public AnsweredChange<PutResult> {
public:
    PutDistroChange(Actor actor, DistroPut put, Done<PutResult> done)
        : AnsweredChange(std::move(actor), std::move(done)), put_(std::move(put)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const DistroPut put_;
};

}  // namespace slipway::publishing
