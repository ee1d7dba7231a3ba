#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/change.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// Deletes a channel with all that it had. Nothing is rendered or signed for it, and garbage collection removes the
/// rest. Faults: those of `expected`; not_found (channel); conflict "not-empty", "pinned" unless forced.
class DeleteChannelChange final : public AnsweredChange<std::monostate> {
public:
    struct Wanted {
        std::string channel;
        Force force;
        Expectation expected;
    };
    DeleteChannelChange(Actor actor, Wanted wanted, Done<std::monostate> done)
        : AnsweredChange(std::move(actor), std::move(done)), wanted_(std::move(wanted)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Wanted wanted_;
};

}  // namespace slipway::publishing
