#pragma once

#include "publishing/cluster/currency.hpp"
#include "storage/postgresql/heads.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace slipway::publishing {

/// The generations that this process serves. Thread-safe.
class ServedHere {
public:
    void note(const Announcement& served);
    std::vector<Announcement> all() const;
    /// Those of `heads` that are newer.
    std::vector<Announcement> lacking(const std::vector<storage::HeadRow>& heads) const;

private:
    mutable std::mutex mutex_;
    std::map<storage::RowId, std::int64_t> generations_;
};

}  // namespace slipway::publishing
