#pragma once

#include "publishing/planning/change.hpp"

#include <set>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Publishes anew without another change. Without `indexes` it writes and signs every Release, because the public URL
/// in it has changed. Otherwise it renders, hashes and signs these indexes.
class RepublishChange final : public ServerChange {
public:
    using Indexes = std::set<std::pair<std::string, IndexKey>>;  // by channel

    explicit RepublishChange(Report report, Indexes indexes = {});

    Result<Answer> plan(Planning& planning) const override;

private:
    const Indexes indexes_;  // none: every Release
};

}  // namespace slipway::publishing
