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

/// A package that was purged: it is not in `packages` any more, its bytes are destroyed, and neither they nor those it
/// was made from are taken in again. Rows go with their repository only.
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

/// Faults: conflict when it is there already.
Result<> insert_purge(WriteTransaction& tx, const PurgeRow& purge);
/// What was purged with these bytes, named as served or as uploaded: every signing of an rpm.
Result<std::vector<PurgeRow>> find_purges(const ReadTransaction& tx, RowId repository, const Sha256& digest);
/// How many there are in a repository: it never falls.
Result<std::uint64_t> count_purges(const ReadTransaction& tx, RowId repository);
Result<> visit_purges(const ReadTransaction& tx, const std::function<void(const PurgeRow&)>& visitor);

}  // namespace slipway::storage
