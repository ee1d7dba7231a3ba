#include "storage/catalog/pool_places.hpp"

#include "storage/catalog/connection.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using testing::a_package;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PoolPlaces : public testing::RowTest {
protected:
    /// A package of this file name in this directory.
    Sha256 place(const std::string& below, const std::string& file_name, const std::string& bytes) {
        auto tx = write();
        auto package = a_package(main.id);
        package.sha256 = sha256_of(bytes);
        package.file_name = file_name;
        package.size = bytes.size();
        MUST(insert_package(tx, package));
        MUST(insert_pool_place(tx, {distro, below, file_name, package.sha256}));
        commit(std::move(tx));
        return package.sha256;
    }
    std::vector<std::string> directories(const std::string& below, const std::string& after = "",
                                         std::size_t most = 100) {
        return MUST(pool_directories(read(), distro, below, after, most));
    }
    std::vector<std::string> files(const std::string& below, const std::optional<ListedFile>& after = {},
                                   std::size_t most = 100) {
        std::vector<std::string> names;
        for (const auto& file : MUST(pool_files(read(), distro, below, after, most)))
            names.push_back(file.file_name + " " + std::to_string(file.size));
        return names;
    }
};

TEST_F(PoolPlaces, MakeDirectories) {
    place("main/h/hello/", "a.deb", "1");
    place("main/h/hello-doc/", "b.deb", "2");
    place("main/z/zsh/", "c.deb", "3");
    place("contrib/h/hello/", "d.deb", "4");

    EXPECT_THAT(directories(""), ElementsAre("contrib/", "main/"));
    EXPECT_THAT(directories("main/"), ElementsAre("h/", "z/"));
    EXPECT_THAT(directories("main/h/"), ElementsAre("hello-doc/", "hello/"));
    EXPECT_THAT(directories("main/h/hello/"), IsEmpty());
    EXPECT_THAT(directories("none/"), IsEmpty());
}

TEST_F(PoolPlaces, AreReadAPageAtATime) {
    for (const auto* name : {"a", "b", "c", "d"}) place("main/x/" + std::string(name) + "/", "x.deb", name);

    EXPECT_THAT(directories("main/x/", "", 2), ElementsAre("a/", "b/"));
    EXPECT_THAT(directories("main/x/", "b/", 2), ElementsAre("c/", "d/"));
    EXPECT_THAT(directories("main/x/", "bb", 1), ElementsAre("c/"));
    EXPECT_THAT(directories("main/x/", "d/"), IsEmpty());
}

TEST_F(PoolPlaces, HaveFilesByNameAndThenDigest) {
    const auto first = place("main/h/hello/", "b.deb", "one");
    const auto second = place("main/h/hello/", "b.deb", "three");
    place("main/h/hello/", "a.deb", "x");
    place("main/h/hello/", "c.deb", "yy");
    const auto smaller = std::min(first.hex(), second.hex());

    EXPECT_EQ(files("main/h/hello/").size(), 4U);
    EXPECT_THAT(files("main/h/hello/", {}, 1), ElementsAre("a.deb 1"));
    EXPECT_THAT(files("main/h/hello/", ListedFile{smaller.substr(0, 16), "b.deb"}),
                ElementsAre(smaller == first.hex() ? "b.deb 5" : "b.deb 3", "c.deb 2"));
    EXPECT_THAT(files("main/h/hello/", ListedFile{"no digits", "c.deb"}), ElementsAre("c.deb 2"));
    EXPECT_THAT(files("main/h/"), IsEmpty());
}

TEST_F(PoolPlaces, AreKnownOnce) {
    const auto sha256 = place("main/h/hello/", "a.deb", "1");
    auto tx = write();
    MUST(insert_pool_place(tx, {distro, "main/h/hello/", "a.deb", sha256}));
    commit(std::move(tx));

    EXPECT_THAT(files("main/h/hello/"), ElementsAre("a.deb 1"));
}

TEST_F(PoolPlaces, GoWithTheirPackage) {
    const auto sha256 = place("main/h/hello/", "a.deb", "1");
    EXPECT_TRUE(MUST(has_pool_directory(read(), distro, "main/h/")));
    auto tx = write();
    MUST(delete_package(tx, main.id, sha256));
    commit(std::move(tx));

    EXPECT_FALSE(MUST(has_pool_directory(read(), distro, "main/h/")));
    EXPECT_THAT(directories(""), IsEmpty());
}

TEST_F(PoolPlaces, OfADigestAreFoundByItsFirstDigits) {
    const auto sha256 = sha256_of("x");
    auto tx = write();
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256, .file_name = "x.deb", .size = 1}));
    commit(std::move(tx));
    const auto prefix = sha256.hex().substr(0, 16);

    EXPECT_THAT(MUST(files_of_prefix(read(), distro, prefix)), ElementsAre(ListedFile{prefix, "x.deb", 1}));
    for (const auto& none : {prefix.substr(1), prefix + "0", std::string("0123456789ABCDEF"), std::string()})
        EXPECT_THAT(MUST(files_of_prefix(read(), distro, none)), IsEmpty()) << none;
}

}  // namespace
}  // namespace slipway::storage
