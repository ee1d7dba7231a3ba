#pragma once

#include "storage/catalog/catalog.hpp"

#include <functional>

namespace slipway::storage {

/// Runs `work` in a write transaction and commits it; anew, after a pause and three times at most, while the database
/// undoes it for the sake of another transaction (a serialisation failure, a deadlock) or with its connection. So
/// `work` begins from what it reads, and what it does besides writing to the catalog can be done again. Blocks. Faults:
/// those of `work`, of Catalog::write and of WriteTransaction::commit.
Result<> write_repeatedly(Catalog& catalog, const std::function<Result<>(WriteTransaction&)>& work);

}  // namespace slipway::storage
