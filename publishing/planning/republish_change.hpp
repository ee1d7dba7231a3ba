#pragma once

#include "publishing/planning/change.hpp"

#include <set>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Writes and signs every Release anew without another change: the public URL, which stands in it, is another one. Or
/// renders, hashes and signs these indexes anew.
class RepublishChange final : public ServerChange {
public:
    using Indexes = std::set<std::pair<std::string, IndexKey>>;  // by channel

    explicit RepublishChange(Report report, Indexes indexes = {});

    Result<Answer> plan(Planning& planning) const override;

private:
    const Indexes indexes_;  // none: every Release
};

}  // namespace slipway::publishing
