// Debs stand in the directories that indexes name, and those from before there were listings do, too.
#include "publishing/served/pool_places.hpp"

#include "storage/catalog/connection.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> places_in(storage::Catalog& catalog) {
    const auto tx = MUST(catalog.read());
    return MUST(storage::find_rows(tx.connection(),
                                   "SELECT directory || file_name FROM pool_places ORDER BY directory, file_name",
                                   [](storage::Row& row) { return row.text(); }));
}

TEST(PoolPlacesOfDebs, ComeWithPackagesAndAreMadeForOlderOnes) {
    testing::PublisherFixture slipway;
    slipway.create_main();
    const auto old = slipway.publish("dev", "a.deb", testing::a_deb("hello").build());
    slipway.publish("dev", "a.deb", testing::a_deb("libx1").source("libx").build());
    MUST(slipway.remove("dev", old));  // older revisions keep it
    const auto before = places_in(slipway.catalog());
    auto tx = MUST(slipway.catalog().write());
    MUST(storage::execute(tx.connection(), "DELETE FROM pool_places"));
    MUST(storage::execute(tx.connection(), "INSERT INTO facts (name, value) VALUES ('pool_places_missing', '')"));
    MUST(std::move(tx).commit());

    slipway.restart();

    EXPECT_THAT(before, ElementsAre("main/h/hello/hello_1.0_amd64.deb", "main/libx/libx/libx1_1.0_amd64.deb"));
    EXPECT_EQ(places_in(slipway.catalog()), before);
    const auto after = MUST(slipway.catalog().read());
    EXPECT_TRUE(MUST(storage::lists_without_pool_places(after)).empty());
}

}  // namespace
}  // namespace slipway::publishing
