#pragma once

#include "publishing/directory/data_directory.hpp"
#include "publishing/directory/garbage_collection.hpp"

#include <cstdint>
#include <optional>

namespace slipway::publishing {

/// What a collection of garbage removed from a directory that nobody publishes in, or would remove.
struct OfflineCollection {
    SweptRows rows;
    storage::UnreferencedFiles files;
    std::optional<Error> refusal{};   // of one that was rehearsed: why it needs `force`
    std::uint64_t freed_bytes = 0;    // by files that had rested long enough
    std::uint64_t resting_bytes = 0;  // afterwards
};

/// Looks inside a transaction that is then rolled back. Blocks. Faults: corrupt, io, busy.
Result<OfflineCollection> rehearse_collection(DataDirectory& data, const GarbageRules& rules, Seconds now);

/// Collects; with `force` also more than the limit allows. Blocks. Faults: precondition_failed (there is more than the
/// limit allows, and nothing was removed); corrupt, storage_full, io, busy.
Result<OfflineCollection> collect_offline(DataDirectory& data, const GarbageRules& rules, Force force, Seconds now);

}  // namespace slipway::publishing
