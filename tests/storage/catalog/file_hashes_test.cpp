#include "storage/catalog/file_hashes.hpp"

#include "storage/catalog/connection.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using testing::a_package;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class FileHashRows : public testing::RowTest {
protected:
    /// An rpm of this name.
    RowId insert(WriteTransaction& tx, const std::string& name) const {
        auto package = a_package(main.id);
        package.format = Format::rpm;
        package.name = name;
        package.sha256 = sha256_of(name);
        return MUST(insert_package(tx, package));
    }
    void insert_with_hashes(WriteTransaction& tx, const std::string& name) const {
        MUST(insert_file_hashes(tx, {insert(tx, name), main.id, name + "-hash-8"}));
    }
    static std::vector<std::string> hashes(const ReadTransaction& tx, RowId repository) {
        std::vector<std::string> found;
        MUST(visit_file_hashes(tx, repository, [&](const FileHashes& files) { found.push_back(files.hashes); }));
        return found;
    }
    static std::size_t missing(const ReadTransaction& tx, std::size_t most) {
        return MUST(rpms_without_file_hashes(tx, most)).size();
    }
};

TEST_F(FileHashRows, AreVisitedByRepository) {
    auto tx = write();
    for (const auto* name : {"a", "b"}) insert_with_hashes(tx, name);

    EXPECT_THAT(hashes(tx, main.id), UnorderedElementsAre("a-hash-8", "b-hash-8"));
    EXPECT_THAT(hashes(tx, main.id + 1), IsEmpty());
}

TEST_F(FileHashRows, GoWithTheirPackage) {
    auto tx = write();
    insert_with_hashes(tx, "a");

    MUST(delete_package(tx, main.id, sha256_of("a")));

    EXPECT_THAT(hashes(tx, main.id), IsEmpty());
}

TEST_F(FileHashRows, AreMissedByOlderRpmsUntilAllHaveTheirs) {
    auto tx = write();
    for (const auto* name : {"a", "b", "c"}) insert(tx, name);
    EXPECT_EQ(missing(tx, 10), 0U);

    MUST(execute(tx.connection(), "INSERT INTO facts (name, value) VALUES ('file_hashes_missing', '')"));
    EXPECT_EQ(missing(tx, 2), 2U);
    for (const auto& package : MUST(rpms_without_file_hashes(tx, 2)))
        MUST(insert_file_hashes(tx, {package.id, package.repository, ""}));
    EXPECT_EQ(missing(tx, 10), 1U);

    MUST(mark_file_hashes_complete(tx));
    EXPECT_EQ(missing(tx, 10), 0U);
}

}  // namespace
}  // namespace slipway::storage
