// By what packages are found, and that those from before there was a search are found, too.
#include "publishing/content/search_texts.hpp"

#include "storage/catalog/sqlite.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

TEST(ProvidedNames, OfADebAreThoseOfItsFieldWithoutVersions) {
    EXPECT_EQ(provided_names("deb", {"Package: a\nProvides: MTA, b (= 1)\nSize: 1\n"}), "mta\nb\n");
    EXPECT_EQ(provided_names("deb", {"Package: a\nSuggests: b\n"}), "");
}

TEST(ProvidedNames, OfAnRpmAreThoseOfItsPrimaryText) {
    const std::string primary =
        "<rpm:provides>\n  <rpm:entry name=\"libA.so()(64bit)\"/>\n"
        "  <rpm:entry name=\"a&lt;b&amp;c\" flags=\"EQ\"/>\n</rpm:provides>\n"
        "<rpm:requires>\n  <rpm:entry name=\"libc\"/>\n</rpm:requires>";

    EXPECT_EQ(provided_names("rpm", {primary, "", ""}), "liba.so()(64bit)\na<b&c\n");
}

TEST(ProvidedNames, HaveABound) {
    std::string provides = "Package: a\nProvides: a";
    for (int i = 0; i < 20'000; ++i) provides += ", name-" + std::to_string(i);

    EXPECT_LE(provided_names("deb", {provides + "\n"}).size(), 64U << 10);
}

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
