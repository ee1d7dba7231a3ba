#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::testing {

std::unique_ptr<storage::Catalog> empty_catalog() { return MUST(storage::SqliteCatalog::in_memory()); }

}  // namespace slipway::testing
