#pragma once

#include "publishing/planning/change.hpp"

#include <utility>
#include <vector>

namespace slipway::publishing {

/// Replaces rpms that a revoked key signed by the variants that were signed anew. The catalog has both.
class ResignedChange final : public ServerChange {
public:
    /// Digest of the older signed variant → of the newer one.
    using Replacements = std::vector<std::pair<Sha256, Sha256>>;

    ResignedChange(Actor actor, Replacements replacements, Report report)
        : ServerChange(std::move(actor), std::move(report)), replacements_(std::move(replacements)) {}

    Result<Answer> plan(Planning& planning) const override;

private:
    const Replacements replacements_;
};

}  // namespace slipway::publishing
