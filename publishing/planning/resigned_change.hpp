#pragma once

#include "publishing/planning/change.hpp"

#include <utility>
#include <vector>

namespace slipway::publishing {

/// Rpms that were signed anew after `revoke` take the place of their older signing. The catalog has both.
class ResignedChange final : public ServerChange {
public:
    /// Digest of the older signing → of the newer one.
    using Replacements = std::vector<std::pair<Sha256, Sha256>>;

    ResignedChange(Actor actor, Replacements replacements, Report report)
        : ServerChange(std::move(actor), std::move(report)), replacements_(std::move(replacements)) {}

    Result<Answer> plan(Planning& planning) const override;

private:
    const Replacements replacements_;
};

}  // namespace slipway::publishing
