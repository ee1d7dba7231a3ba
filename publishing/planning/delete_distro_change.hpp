#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/change.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// A distro goes with what it had: out of every channel, of past revisions, and from its addresses. Faults: those of
/// `expected`; not_found "unknown-distro"; conflict "not-empty", "pinned" unless forced.
class DeleteDistroChange final : public AnsweredChange<std::monostate> {
public:
    struct Wanted {
        std::string distro;
        Force force;
        Expectation expected;
    };
    DeleteDistroChange(Actor actor, Wanted wanted, Done<std::monostate> done)
        : AnsweredChange(std::move(actor), std::move(done)), wanted_(std::move(wanted)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Wanted wanted_;
};

}  // namespace slipway::publishing
