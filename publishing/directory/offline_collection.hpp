#pragma once

#include "publishing/directory/data_directory.hpp"
#include "publishing/directory/garbage_collection.hpp"

#include <cstdint>
#include <optional>

namespace slipway::publishing {

/// What a garbage collection removed, or would remove, from a directory in which nobody publishes.
struct OfflineCollection {
    SweptRows rows;
    storage::UnreferencedFiles files;
    std::optional<Error> refusal{};   // of a dry run: why the collection needs `force`
    std::uint64_t freed_bytes = 0;    // by files that had rested long enough
    std::uint64_t resting_bytes = 0;  // afterwards
};

/// Returns what a collection would remove. Looks inside a transaction that is then rolled back. Blocks. Faults:
/// corrupt, io, busy.
Result<OfflineCollection> dry_run_collection(DataDirectory& data, const GarbageRules& rules, Seconds now);

/// Collects garbage; with `force` also more than the limit allows. Blocks. Faults: precondition_failed (there is more
/// than the limit allows, and nothing was removed); corrupt, storage_full, io, busy.
Result<OfflineCollection> collect_offline(DataDirectory& data, const GarbageRules& rules, Force force, Seconds now);

}  // namespace slipway::publishing
