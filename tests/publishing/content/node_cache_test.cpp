#include "publishing/content/node_cache.hpp"

#include "storage/catalog/revisions.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

class NodeCacheTest : public ::testing::Test {
protected:
    NodeCacheTest() : NodeCacheTest(MUST(storage::SqliteCatalog::in_memory())) {}
    explicit NodeCacheTest(std::unique_ptr<storage::Catalog> empty)
        : catalog_(std::move(empty)), cache(*catalog_, 1000) {
        auto tx = MUST(catalog_->write());
        for (const auto* bytes : {"one", "two", "three"}) MUST(storage::insert_node(tx, sha256_of(bytes), bytes));
        MUST(std::move(tx).commit());
    }
    static std::vector<Sha256> hashes_of(const std::vector<std::string>& contents) {
        std::vector<Sha256> hashes;
        for (const auto& bytes : contents) hashes.push_back(sha256_of(bytes));
        return hashes;
    }
    void remove(const std::string& bytes) {
        auto tx = MUST(catalog_->write());
        MUST(storage::delete_node(tx, sha256_of(bytes)));
        MUST(std::move(tx).commit());
    }

private:
    const std::unique_ptr<storage::Catalog> catalog_;

protected:
    NodeCache cache;
};

TEST_F(NodeCacheTest, GivesManyNodesInTheOrderAskedFor) {
    EXPECT_THAT(MUST(cache.nodes_of(hashes_of({"two", "one", "two"}))), ElementsAre("two", "one", "two"));
    EXPECT_THAT(MUST(cache.nodes_of(hashes_of({"three", "two"}))), ElementsAre("three", "two"));
    EXPECT_THAT(MUST(cache.nodes_of({})), ElementsAre());
}

TEST_F(NodeCacheTest, RemembersWhatItGaveAndAsksForTheRest) {
    MUST(cache.nodes_of(hashes_of({"one"})));
    MUST(cache.node(sha256_of("two")));

    for (const auto* bytes : {"one", "two"}) remove(bytes);

    EXPECT_THAT(MUST(cache.nodes_of(hashes_of({"one", "three", "two"}))), ElementsAre("one", "three", "two"));
}

TEST_F(NodeCacheTest, LacksNodesThatTheCatalogLacks) {
    EXPECT_FAULT(cache.node(sha256_of("none")), Fault::corrupt);
    EXPECT_FAULT(cache.nodes_of(hashes_of({"one", "none"})), Fault::corrupt);
}

TEST_F(NodeCacheTest, PendingNodesComeBeforeThoseBelow) {
    PendingNodes pending(cache);
    pending.add({{sha256_of("new"), "new"}});

    EXPECT_THAT(MUST(pending.nodes_of(hashes_of({"one", "new", "two"}))), ElementsAre("one", "new", "two"));
    EXPECT_FAULT(pending.nodes_of(hashes_of({"new", "none"})), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::publishing
