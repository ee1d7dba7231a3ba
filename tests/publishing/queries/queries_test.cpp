#include "publishing/queries/queries.hpp"

#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/catalog/tokens.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <thread>

namespace slipway::publishing {
namespace {

class QueriesTest : public ::testing::Test {
protected:
    QueriesTest() { catalog_ = MUST(storage::SqliteCatalog::open(directory_.path() / "slipway.db")); }

    testing::TempDir directory_;
    std::unique_ptr<storage::Catalog> catalog_;
};

TEST_F(QueriesTest, GiveOutViewsThatEnd) {
    const Queries queries(*catalog_, std::chrono::milliseconds(500));
    const auto view = MUST(queries.view());
    std::this_thread::sleep_for(std::chrono::milliseconds(500));

    const auto read = storage::all_tokens(view);

    EXPECT_FAULT(read, Fault::busy);
    EXPECT_EQ(read.error().code(), "took-too-long");
}

TEST_F(QueriesTest, GiveOutNodesThatEnd) {
    const Queries queries(*catalog_, std::chrono::seconds(0));

    const auto read = queries.nodes().node(Sha256{});

    EXPECT_FAULT(read, Fault::busy);
    EXPECT_EQ(read.error().code(), "took-too-long");
}

TEST_F(QueriesTest, AreReadWithinTheirTime) {
    const Queries queries(*catalog_);

    const auto view = MUST(queries.view());

    EXPECT_TRUE(MUST(storage::all_tokens(view)).empty());
    EXPECT_FAULT(queries.nodes().node(Sha256{}), Fault::corrupt);  // asked for, and not there
}

}  // namespace
}  // namespace slipway::publishing
