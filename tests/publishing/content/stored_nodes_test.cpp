#include "publishing/content/stored_nodes.hpp"

#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::publishing {
namespace {

class StoredNodesTest : public ::testing::Test {
protected:
    StoredNodesTest() {
        catalog_ = MUST(storage::SqliteCatalog::open(directory_.path() / "slipway.db"));
        tx = std::make_unique<storage::ReadTransaction>(MUST(catalog_->read()));
    }

private:
    testing::TempDir directory_;
    std::unique_ptr<storage::Catalog> catalog_;

protected:
    std::unique_ptr<storage::ReadTransaction> tx;  // ends before the catalog
};

TEST_F(StoredNodesTest, AreReadNoLongerThanIsAllowed) {
    const StoredNodes nodes(*tx, std::chrono::steady_clock::now());

    const auto read = nodes.node(Sha256{});

    EXPECT_FAULT(read, Fault::busy);
    EXPECT_EQ(read.error().code(), "took-too-long");
}

TEST_F(StoredNodesTest, SayWhichOneIsMissing) {
    const StoredNodes nodes(*tx, std::chrono::steady_clock::now() + std::chrono::hours(1));

    EXPECT_FAULT(nodes.node(Sha256{}), Fault::corrupt);
    EXPECT_FAULT(nodes.nodes_of(std::vector{Sha256{}}), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::publishing
