// By which files rpms are found, and that those from before there was such a search are found, too.
#include "publishing/content/file_hashes.hpp"

#include "storage/catalog/connection.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

const std::string filelists_text =
    "<package pkgid=\"00\" name=\"a\" arch=\"noarch\">\n  <version epoch=\"0\" ver=\"1\" rel=\"1\"/>\n"
    "  <file type=\"dir\">/etc/Apache</file>\n  <file>/etc/apache/a&amp;b.conf</file>\n"
    "  <file type=\"ghost\">/usr/lib/a&amp;b.conf</file>\n</package>\n";

TEST(FileHashes, AreThoseOfPathsAndNamesInLowerCase) {
    const auto hashes = file_hashes_of({.format = Format::rpm, .documents = {"", filelists_text, ""}}).value();

    for (const auto* file : {"/etc/apache", "/APACHE", "/etc/apache/a&b.conf", "/usr/lib/a&b.conf", "/a&b.conf"})
        EXPECT_TRUE(has_file(hashes, file_hash(file))) << file;
    for (const auto* file : {"a&b.conf", "/etc", "/etc/apache/", "/b.conf", ""})
        EXPECT_FALSE(has_file(hashes, file_hash(file))) << file;
    EXPECT_EQ(hashes.size(), 5U * 8);
}

TEST(FileHashes, AreMadeWhereDocumentsListFiles) {
    EXPECT_EQ(file_hashes_of({.format = Format::deb, .documents = {"Package: a\n"}}), std::nullopt);
    EXPECT_EQ(file_hashes_of({.format = Format::rpm, .documents = {"", "", ""}}), "");
    EXPECT_FALSE(has_file("", file_hash("/a")));
}

std::vector<std::string> hashes_in(storage::Catalog& catalog, storage::RowId repository) {
    std::vector<std::string> hashes;
    const auto tx = MUST(catalog.read());
    MUST(storage::visit_file_hashes(tx, repository,
                                    [&](const storage::FileHashes& files) { hashes.push_back(files.hashes); }));
    return hashes;
}

TEST(FileHashes, ComeWithPackagesAndAreMadeForOlderOnes) {
    testing::PublisherFixture slipway;
    slipway.create_main();
    slipway.publish("dev", "hello.rpm", testing::an_rpm("hello").file("/usr/bin/hello", "x").bytes());
    const auto id = slipway.repository().state.settings.id;
    const auto before = hashes_in(slipway.catalog(), id);
    auto tx = MUST(slipway.catalog().write());
    MUST(storage::execute(tx.connection(), "DELETE FROM file_hashes"));
    MUST(storage::execute(tx.connection(), "INSERT INTO facts (name, value) VALUES ('file_hashes_missing', '')"));
    MUST(std::move(tx).commit());

    slipway.restart();

    ASSERT_EQ(before.size(), 1U);
    EXPECT_TRUE(has_file(before.front(), file_hash("/usr/bin/hello")));
    EXPECT_EQ(hashes_in(slipway.catalog(), id), before);
}

}  // namespace
}  // namespace slipway::publishing
