// What every catalog does: the daemon's, which is a file, and the one of tests, which must not differ from it.
#include "tests/contracts/catalog_contract.hpp"

#include "storage/catalog/sqlite_catalog.hpp"

namespace slipway::testing {
namespace {

struct InAFile {
    std::unique_ptr<storage::Catalog> make() {
        return MUST(storage::SqliteCatalog::open(directory.path() / "slipway.db"));
    }
    TempDir directory;
};
struct InMemory {
    static std::unique_ptr<storage::Catalog> make() { return MUST(storage::SqliteCatalog::in_memory()); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(InAFile, CatalogContract, InAFile);
INSTANTIATE_TYPED_TEST_SUITE_P(InMemory, CatalogContract, InMemory);

}  // namespace
}  // namespace slipway::testing
