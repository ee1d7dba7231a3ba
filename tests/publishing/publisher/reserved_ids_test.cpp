#include "publishing/publisher/reserved_ids.hpp"

#include "storage/catalog/repositories.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <set>
#include <thread>
#include <vector>

namespace slipway::publishing {
namespace {

using storage::RowId;

class ReservedIdsTest : public ::testing::Test {
protected:
    ReservedIdsTest() : ReservedIdsTest(MUST(storage::SqliteCatalog::in_memory())) {}
    explicit ReservedIdsTest(std::unique_ptr<storage::Catalog> empty) : catalog(std::move(empty)), ids(*catalog) {}

    RowId id_of_new_repository(const std::string& name) {
        auto tx = MUST(catalog->write());
        const auto saved = MUST(storage::save_repository(tx, {.name = name}));
        MUST(std::move(tx).commit());
        return saved.id;
    }

    const std::unique_ptr<storage::Catalog> catalog;
    ReservedIds ids;
};

TEST_F(ReservedIdsTest, AreGivenToNobodyElse) {
    ReservedIds of_another_process(*catalog);
    std::set<RowId> given = {id_of_new_repository("first")};

    for (int i = 0; i < 250; ++i)
        for (auto* giver : {&ids, &of_another_process})
            EXPECT_TRUE(given.insert(MUST(giver->next())).second) << "the " << i << "th";
    EXPECT_TRUE(given.insert(id_of_new_repository("second")).second);
}

TEST_F(ReservedIdsTest, CostOneCommitForManyOfThem) {
    MUST(ids.next());
    const auto before = catalog->write_counts().rows;

    for (int i = 0; i < 90; ++i) MUST(ids.next());

    EXPECT_EQ(catalog->write_counts().rows, before);
}

TEST_F(ReservedIdsTest, AreGivenOutOnceToManyThreads) {
    std::vector<std::vector<RowId>> given(4);
    std::vector<std::thread> threads;
    for (auto& own : given)
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i) own.push_back(MUST(ids.next()));
        });
    for (auto& thread : threads) thread.join();

    std::set<RowId> all;
    for (const auto& own : given) all.insert(own.begin(), own.end());
    EXPECT_EQ(all.size(), 400U);
}

}  // namespace
}  // namespace slipway::publishing
