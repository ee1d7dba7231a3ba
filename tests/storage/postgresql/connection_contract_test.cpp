// What row functions ask of a database: that of PostgreSQL.
#include "tests/contracts/connection_contract.hpp"

#include "storage/postgresql/connection.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

namespace slipway::testing {
namespace {

struct InPostgresql {
    std::unique_ptr<storage::Connection> open() { return MUST(storage::PostgresqlConnection::open(server)); }
    storage::DatabaseServer server{impatient(postgresql_server().url(make_catalog_database()))};
};
INSTANTIATE_TYPED_TEST_SUITE_P(InPostgresql, ConnectionContract, InPostgresql);

}  // namespace
}  // namespace slipway::testing
