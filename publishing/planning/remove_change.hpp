#pragma once

#include "publishing/planning/change.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Removes one package from a channel, in all distros unless one is given. The answer is the number of the revision,
/// which the removal may share with uploads. Faults: not_found (channel, package), gone "purged", forbidden
/// "channel-protected".
class RemoveChange final : public AnsweredChange<std::int64_t> {
public:
    struct Wanted {
        std::string channel;
        Sha256 package;  // as served or as uploaded
        std::optional<std::string> distro;
        std::string reason;
    };
    RemoveChange(Actor actor, Wanted wanted, Done<std::int64_t> done)
        : AnsweredChange(std::move(actor), std::move(done)), wanted_(std::move(wanted)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    const std::string* shared_channel() const override { return &wanted_.channel; }
    Result<Answer> plan(Planning& planning) const override;

private:
    const Wanted wanted_;
};

}  // namespace slipway::publishing
