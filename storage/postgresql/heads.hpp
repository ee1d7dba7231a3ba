#pragma once

#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// The newest generation of a repository.
struct HeadRow {
    RowId repository = 0;
    std::int64_t generation = 0;
    std::int64_t turn = 0;  // in which it was made; those of one transaction have the same
    std::string node{};     // that made it
};

// These need a catalog in PostgreSQL (cluster_schema.sql).

/// Raises the generation of a repository from the one that is given. Returns false where it has another one: somebody
/// else has published. To be called first in a transaction whose content was decided at that generation.
Result<bool> raise_generation(WriteTransaction& tx, RowId repository, std::int64_t from, const std::string& node);
/// Gives a new repository its first generation, which is 1.
Result<> begin_generations(WriteTransaction& tx, RowId repository, const std::string& node);
/// Gives each repository that has no generation its first one.
Result<> begin_missing_generations(WriteTransaction& tx, const std::string& node);
/// Raises all: what was decided before, wherever that was, is decided again.
Result<> raise_all_generations(WriteTransaction& tx, const std::string& node);

/// Returns nothing for a repository that never had one.
Result<std::optional<std::int64_t>> find_generation(const ReadTransaction& tx, RowId repository);
/// Returns the generations of all repositories, also of deleted ones.
Result<std::map<RowId, std::int64_t>> all_generations(const ReadTransaction& tx);

/// Returns the newest turn in which another node has made a generation; 0 if none has.
Result<std::int64_t> last_turn_of_others(const ReadTransaction& tx, const std::string& node);

/// Counts a step of garbage collection, and returns the count. To be called first in its transaction.
Result<std::int64_t> count_sweep(WriteTransaction& tx);
Result<std::int64_t> sweeps(const ReadTransaction& tx);

}  // namespace slipway::storage
