#include "publishing/content/stored_nodes.hpp"

#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::publishing {
namespace {

TEST(StoredNodesTest, SayWhichOneIsMissing) {
    const testing::TempDir directory;
    const auto catalog = MUST(storage::SqliteCatalog::open(directory.path() / "slipway.db"));
    const auto tx = MUST(catalog->read());

    const auto read = StoredNodes(tx).node(Sha256{});

    EXPECT_FAULT(read, Fault::corrupt);
    EXPECT_NE(read.error().message().find(Sha256{}.hex()), std::string::npos);
    EXPECT_FAULT(StoredNodes(tx).nodes_of(std::vector{Sha256{}}), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::publishing
