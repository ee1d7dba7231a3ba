#pragma once

#include "storage/catalog/catalog.hpp"

#include <functional>

namespace slipway::storage {

/// Runs `work` in a write transaction and commits it; anew, three times at most, while the database undoes it for the
/// sake of another transaction (a serialisation failure, a deadlock). So `work` begins from what it reads, and does
/// nothing but write to the catalog. Faults: those of `work`, of Catalog::write and of WriteTransaction::commit.
Result<> write_repeatedly(Catalog& catalog, const std::function<Result<>(WriteTransaction&)>& work);

}  // namespace slipway::storage
