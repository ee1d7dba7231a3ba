#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/change.hpp"

#include <utility>

namespace slipway::publishing {

/// Creates a repository with its first key, or gives it other settings. Distros and channels that it names are created
/// if they do not exist. A change that changes nothing makes no event. Faults: those of the terms; not_found
/// "unknown-repository"; invalid_input "invalid-name", "invalid-field"; conflict "immutable"; those of creating distros
/// and channels.
class PutRepositoryChange final : public AnsweredChange<PutResult> {
public:
    PutRepositoryChange(Actor actor, RepositoryPut put, Done<PutResult> done)
        : AnsweredChange(std::move(actor), std::move(done)), put_(std::move(put)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    bool makes_repository() const override { return true; }
    Result<std::optional<KeyRequest>> wanted_key(const RepositoryState& repository) const override;
    void take_key(signing::PublicKey key) override { first_key_ = std::move(key); }
    Result<Answer> plan(Planning& planning) const override;

private:
    Result<> begin_repository(Planning& planning) const;
    Result<PutResult> put_repository(Planning& planning) const;

    const RepositoryPut put_;
    std::optional<signing::PublicKey> first_key_;  // if the repository is new
};

}  // namespace slipway::publishing
