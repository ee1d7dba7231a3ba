// The catalog in PostgreSQL does what every catalog does, in a database that sorts text as German does.
#include "tests/contracts/catalog_contract.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::testing {
namespace {

struct InPostgresql {
    static std::unique_ptr<storage::Catalog> make() { return empty_catalog(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(InPostgresql, CatalogContract, InPostgresql);

}  // namespace
}  // namespace slipway::testing
