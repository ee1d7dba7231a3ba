#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/change.hpp"

#include <utility>

namespace slipway::publishing {

/// Deletes a repository with all that it had, and then its keys. Faults: those of `expected`; conflict "not-empty",
/// "pinned" unless forced.
class DeleteRepositoryChange final : public AnsweredChange<std::monostate> {
public:
    DeleteRepositoryChange(Actor actor, Force force, Expectation expected, Done<std::monostate> done)
        : AnsweredChange(std::move(actor), std::move(done)), force_(force), expected_(std::move(expected)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Force force_;
    const Expectation expected_;
};

}  // namespace slipway::publishing
