// What row functions ask of a database: SQLite's in a file and in memory.
#include "storage/catalog/sqlite.hpp"
#include "tests/contracts/connection_contract.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::testing {
namespace {

struct SqliteInAFile {
    std::unique_ptr<storage::Connection> open() {
        return MUST(storage::SqliteConnection::open(directory.path() / "a.db", storage::Access::create));
    }
    TempDir directory;
};
struct SqliteInMemory {
    static std::unique_ptr<storage::Connection> open() { return MUST(storage::SqliteConnection::open_in_memory()); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(InAFile, ConnectionContract, SqliteInAFile);
INSTANTIATE_TYPED_TEST_SUITE_P(InMemory, ConnectionContract, SqliteInMemory);

}  // namespace
}  // namespace slipway::testing
