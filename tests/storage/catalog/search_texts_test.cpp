#include "storage/catalog/search_texts.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using testing::a_package;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchTextRows : public testing::RowTest {
protected:
    /// A package of this name.
    RowId insert(WriteTransaction& tx, const std::string& name) const {
        auto package = a_package(main.id);
        package.name = name;
        package.sha256 = sha256_of(name);
        return MUST(insert_package(tx, package));
    }
    SearchText text_of(RowId package, const std::string& name) const {
        return {package, main.id, sha256_of(name), name, "a summary", "one\ntwo\n"};
    }
    std::vector<std::string> names(const ReadTransaction& tx, RowId repository) {
        std::vector<std::string> found;
        MUST(visit_search_texts(tx, repository, [&](const SearchText& text) { found.push_back(text.name); }));
        return found;
    }
    std::vector<std::string> without_text(const ReadTransaction& tx, std::size_t most) {
        std::vector<std::string> found;
        for (const auto& package : MUST(packages_without_search_text(tx, most))) found.push_back(package.name);
        return found;
    }
};

TEST_F(SearchTextRows, AreVisitedByRepository) {
    auto tx = write();
    for (const auto* name : {"a", "b"}) MUST(insert_search_text(tx, text_of(insert(tx, name), name)));

    EXPECT_THAT(names(tx, main.id), ElementsAre("a", "b"));
    EXPECT_THAT(names(tx, main.id + 1), IsEmpty());
}

TEST_F(SearchTextRows, GoWithTheirPackage) {
    auto tx = write();
    MUST(insert_search_text(tx, text_of(insert(tx, "a"), "a")));

    MUST(delete_package(tx, main.id, sha256_of("a")));

    EXPECT_THAT(names(tx, main.id), IsEmpty());
}

TEST_F(SearchTextRows, AreMissedByOlderPackagesOnlyTheNewestFirst) {
    auto tx = write();
    for (const auto* name : {"a", "b", "c"}) insert(tx, name);
    MUST(insert_search_text(tx, text_of(insert(tx, "new"), "new")));

    EXPECT_THAT(without_text(tx, 2), ElementsAre("c", "b"));
    for (const auto& package : MUST(packages_without_search_text(tx, 2)))
        MUST(insert_search_text(tx, text_of(package.id, package.name)));
    EXPECT_THAT(without_text(tx, 2), ElementsAre("a"));
}

}  // namespace
}  // namespace slipway::storage
