#pragma once

#include "publishing/model/purge.hpp"
#include "publishing/planning/change.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// Removes a package from every channel, each in a revision of its own, and destroys its bytes. All signed variants of
/// an rpm go together. If the request asks for it, the versions that the bytes had taken are free again. A second purge
/// answers what the first one did, and may still free the versions. Faults: not_found (package).
class PurgeChange final : public AnsweredChange<PurgeOutcome> {
public:
    struct Wanted {
        Sha256 package;  // as served or as uploaded
        std::string reason;
        ReleaseVersion release;
    };
    PurgeChange(Actor actor, Wanted wanted, Done<PurgeOutcome> done)
        : AnsweredChange(std::move(actor), std::move(done)), wanted_(std::move(wanted)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<Answer> plan(Planning& planning) const override;

private:
    const Wanted wanted_;
};

}  // namespace slipway::publishing
