#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace slipway::publishing {

struct PastRevision {
    storage::RowId channel = 0;
    std::int64_t number = 0;
};

/// Finds the revisions past their repository's retention: those that are not among the newest so many of their channel,
/// and were not its content within the last so many days. The newest revision of a channel and pinned ones are never
/// among them. Blocks. Faults: corrupt, io.
Result<std::vector<PastRevision>> find_revisions_past_retention(const storage::ReadTransaction& tx, Seconds now);

/// Forgets revisions that were found to be past retention, except those pinned since. Returns how many. What they alone
/// led to is garbage then. Blocks.
Result<std::uint64_t> forget_revisions(storage::WriteTransaction& tx, std::span<const PastRevision> past);

}  // namespace slipway::publishing
