// Package files that another process has published: the catalog knows them, the tree in memory does not.
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;

class UnknownPackages : public ::testing::Test {
protected:
    UnknownPackages() {
        api_.make_main();
        const auto answer = api_.upload("hello.deb", bytes_);
        EXPECT_EQ(answer.status, 201U) << body_of(answer);
        path_ = member(answer, "path");
    }
    /// Serves the package under one more name, behind the server's back.
    void add_name(const std::string& file_name) {
        auto tx = MUST(api_.catalog().write());
        const auto main = MUST(storage::all_repositories(tx)).at(0);
        MUST(storage::insert_pool_name(tx, {.distro = main.distros.at(0).id,
                                            .sha256 = sha256_of(bytes_),
                                            .file_name = file_name,
                                            .size = bytes_.size()}));
        MUST(std::move(tx).commit());
    }
    Response get(const std::string& file_name) { return api_.get(path_.substr(0, path_.rfind('/') + 1) + file_name); }

    TestApi api_;
    const std::string bytes_ = a_deb("hello").build();
    std::string path_;
};

TEST_F(UnknownPackages, AreServedOnceTheCatalogHasThem) {
    EXPECT_EQ(get("other.deb").status, 404U);

    add_name("other.deb");

    const auto answer = get("other.deb");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(body_of(answer), bytes_);
    EXPECT_EQ(answer.headers.find("ETag"), '"' + sha256_of(bytes_).hex() + '"');
    EXPECT_EQ(get("third.deb").status, 404U);
}

TEST_F(UnknownPackages, ThatWerePurgedHereAreGone) {
    const auto purged = api_.post(main_url + "/packages/" + sha256_of(bytes_).hex() + "/purge", R"({"reason":"bad"})");
    ASSERT_EQ(purged.status, 200U) << body_of(purged);

    EXPECT_EQ(api_.get(path_).status, 410U);
}

}  // namespace
}  // namespace slipway::api
