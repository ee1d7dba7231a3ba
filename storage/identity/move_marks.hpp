#pragma once

#include "storage/catalog/catalog.hpp"

#include <array>
#include <string>

namespace slipway::storage {

// A server that moves to other places has a mark in both catalogs, so that it cannot be started in two places: none of
// them is opened while it has one (identity.cpp). The marks are facts, and no fact of these names is moved.

/// In the catalog that the server leaves: where it goes, or has gone.
inline constexpr const char* moved_to_fact = "moved_to";
/// In a catalog that is not whole yet: the id of the one that is copied into it.
inline constexpr const char* moving_from_fact = "moving_from";
/// Beside the latter: how far the copy has come.
inline constexpr const char* moved_rows_fact = "moved_rows";

/// Durable when it returns. Blocks. Faults: those of a transaction that writes.
Result<> mark_moved(Catalog& source, const std::string& target);
/// Marks a new catalog. Durable when it returns. Blocks. Faults: as above.
Result<> mark_incomplete(Catalog& target, const std::string& id);
/// Takes all marks from a catalog. Durable when it returns. Blocks. Faults: as above.
Result<> remove_move_marks(Catalog& catalog);
/// The same within a transaction.
Result<> remove_move_marks(WriteTransaction& tx);

}  // namespace slipway::storage
