#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A package that was purged: `packages` has it no more, and its bytes are destroyed. Neither these bytes nor those
/// from which they were made are accepted again. The row is deleted only with its repository.
struct PurgeRow {
    RowId repository = 0;
    Sha256 sha256{};           // of the bytes that were served
    Sha256 uploaded_sha256{};  // of the bytes that had been received
    Format format{};
    std::string name{};
    std::string version{};
    std::string architecture{};
    std::string file_name{};
    Seconds purged_at{};
};

/// Faults: conflict (it is there already).
Result<> insert_purge(WriteTransaction& tx, const PurgeRow& purge);
/// Returns what was purged with these bytes, every signed variant of an rpm. `digest` is that of the bytes uploaded or
/// served.
Result<std::vector<PurgeRow>> find_purges(const ReadTransaction& tx, RowId repository, const Sha256& digest);
/// Returns how many there are in a repository. The number never falls.
Result<std::uint64_t> count_purges(const ReadTransaction& tx, RowId repository);
Result<> visit_purges(const ReadTransaction& tx, const std::function<void(const PurgeRow&)>& visitor);

}  // namespace slipway::storage
