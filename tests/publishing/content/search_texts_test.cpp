// By what packages are found, and that those from before there was a search are found, too.
#include "publishing/content/search_texts.hpp"

#include "storage/catalog/connection.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts_in(storage::Catalog& catalog, storage::RowId repository) {
    std::vector<std::string> texts;
    const auto tx = MUST(catalog.read());
    MUST(storage::visit_search_texts(tx, repository, [&](const storage::SearchText& text) {
        texts.push_back(text.name + "|" + text.summary + "|" + text.provides);
    }));
    return texts;
}

TEST(SearchTexts, ComeWithPackagesAndAreMadeForOlderOnes) {
    testing::PublisherFixture slipway;
    slipway.create_main();
    slipway.publish("dev", "hello.deb",
                    testing::a_deb("hello").field("Description", "Says Hello").field("Provides", "Greeter").build());
    const auto id = slipway.repository().state.settings.id;
    const auto before = texts_in(slipway.catalog(), id);
    auto tx = MUST(slipway.catalog().write());
    MUST(storage::execute(tx.connection(), "DELETE FROM search_texts"));
    MUST(std::move(tx).commit());

    slipway.restart();

    EXPECT_THAT(before, ElementsAre("hello|says hello|greeter\n"));
    EXPECT_EQ(texts_in(slipway.catalog(), id), before);
}

}  // namespace
}  // namespace slipway::publishing
