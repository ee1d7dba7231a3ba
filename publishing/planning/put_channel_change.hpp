#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/change.hpp"

#include <utility>

namespace slipway::publishing {

/// Creates a channel, or gives it other settings. A change that changes nothing makes no event. Faults: those of the
/// terms; not_found (channel); invalid_input "invalid-name"; conflict "ephemeral-channel", "package-exists".
class PutChannelChange final : public AnsweredChange<PutResult> {
public:
    PutChannelChange(Actor actor, ChannelPut put, Done<PutResult> done)
        : AnsweredChange(std::move(actor), std::move(done)), put_(std::move(put)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const ChannelPut put_;
};

}  // namespace slipway::publishing
