#pragma once

#include "storage/moving/id_counters.hpp"
#include "storage/moving/table_texts.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// How many rows a transaction of the target inserts, at most.
inline constexpr std::size_t rows_of_a_step = 20'000;

struct MovedRows {
    std::uint64_t tables = 0;
    std::uint64_t rows = 0;  // of all tables

    bool operator==(const MovedRows&) const = default;
};

/// Copies the rows of a catalog into another one, whatever their engines, with ids, dates and counters unchanged. Both
/// have today's schema, and nobody else writes them. The statements belong to this object: it must outlive the
/// catalogs.
class RowMove {
public:
    /// Is told the table that is being read, and how many of its rows were.
    using Progress = std::function<void(const std::string& table, std::uint64_t rows)>;

    /// Faults: io (no memory).
    static Result<RowMove> prepare();

    /// Copies in steps. The target knows how far it is: an interrupted copy goes on with the first row that is missing,
    /// if `from` has not changed. Blocks. Faults: corrupt (a row does not fit the schema), busy, storage_full, io.
    Result<> copy(const MovedCatalog& from, const MovedCatalog& to, const Progress& progress,
                  std::size_t most_rows = rows_of_a_step) const;
    /// Compares every row of both, and the audit log as a chain. Blocks. Faults: corrupt (they differ; the message
    /// names the table), busy, io.
    Result<MovedRows> compare(const Catalog& from, const Catalog& to, const Progress& progress) const;

private:
    std::vector<MovedTable> tables_;
};

}  // namespace slipway::storage
