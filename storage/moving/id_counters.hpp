#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/moving/table_texts.hpp"

#include <vector>

namespace slipway::storage {

enum class Engine : unsigned char { sqlite, postgresql };

/// A catalog and what it is kept in.
struct MovedCatalog {
    Catalog& catalog;
    Engine engine;
};

/// Lets the tables of `to` go on giving ids where those of `from` stopped. Ids that people or other processes may
/// remember are never given out again, also those of rows that are gone. Precondition: the rows have been copied.
/// Faults: busy, io.
Result<> carry_id_counters(const MovedCatalog& from, const MovedCatalog& to, const std::vector<MovedTable>& tables);

}  // namespace slipway::storage
