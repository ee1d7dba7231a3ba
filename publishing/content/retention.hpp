#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace slipway::publishing {

struct ExpiredRevision {
    storage::RowId channel = 0;
    std::int64_t number = 0;
};

/// The revisions past their repository's retention: among neither the newest so many of their channel, nor those that
/// were its content within the last so many days. Never the newest revision of a channel, never a pinned one. Blocks.
/// Faults: corrupt, io.
Result<std::vector<ExpiredRevision>> find_expired_revisions(const storage::ReadTransaction& tx, Seconds now);

/// Forgets revisions that were found expired, but for those pinned since; how many went. What they alone led to is
/// garbage then. Blocks.
Result<std::uint64_t> forget_revisions(storage::WriteTransaction& tx, std::span<const ExpiredRevision> expired);

}  // namespace slipway::publishing
