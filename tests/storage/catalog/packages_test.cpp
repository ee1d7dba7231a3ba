#include "storage/catalog/packages.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::a_package;
using testing::at;
using testing::RowTest;

class Packages : public RowTest {};

TEST_F(Packages, ComeBackAsInsertedWithTheirDocuments) {
    auto tx = write();
    const RowId id = MUST(insert_package(tx, a_package(main.id)));
    commit(std::move(tx));

    const auto tx2 = read();
    const auto found = MUST(find_package(tx2, main.id, sha256_of("signed hello")));

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->size, 5'000'000'000U);
    EXPECT_EQ(found->uploaded_at, at(1000));
    EXPECT_EQ(MUST(documents_of(tx2, main.id, sha256_of("signed hello"))), a_package(0).documents);
    EXPECT_EQ(MUST(first_document_of(tx2, id, 1000)), a_package(0).documents.front());
    EXPECT_EQ(MUST(find_package_by_upload(tx2, main.id, sha256_of("hello")))->id, id);
}

TEST_F(Packages, AreFoundTogether) {
    auto tx = write();
    std::vector<Sha256> digests = {sha256_of("nobody's"), Sha256{}};
    for (int i = 0; i < 600; ++i) {  // more than one statement asks for
        auto package = a_package(main.id);
        package.sha256 = sha256_of(std::to_string(i));
        package.name = "p" + std::to_string(i);
        MUST(insert_package(tx, package));
        digests.push_back(package.sha256);
    }
    digests.push_back(digests[5]);

    const auto found = MUST(find_packages(tx, main.id, digests));

    EXPECT_EQ(found.size(), 600U);
    EXPECT_EQ(found.at(sha256_of("599")).name, "p599");
    EXPECT_EQ(found.at(sha256_of("599")).uploaded_at, at(1000));
    EXPECT_TRUE(MUST(find_packages(tx, main.id + 1, digests)).empty());
    EXPECT_TRUE(MUST(find_packages(tx, main.id, {})).empty());
}

TEST_F(Packages, NeedTheirBlobAsPackageOrByAPoolName) {
    auto tx = write();
    MUST(insert_package(tx, a_package(main.id)));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256_of("x"), .file_name = "x", .size = 1}));

    EXPECT_TRUE(MUST(is_blob_needed(tx, sha256_of("signed hello"))));
    EXPECT_TRUE(MUST(is_blob_needed(tx, sha256_of("x"))));
    EXPECT_FALSE(MUST(is_blob_needed(tx, sha256_of("nobody's"))));
}

TEST_F(Packages, TheSameBytesTwiceAreAConflict) {
    auto tx = write();
    MUST(insert_package(tx, a_package(main.id)));

    EXPECT_FAULT(insert_package(tx, a_package(main.id)), Fault::conflict);
}

TEST_F(Packages, DeletingTakesTextsAndPoolNames) {
    auto tx = write();
    const RowId id = MUST(insert_package(tx, a_package(main.id)));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256_of("signed hello"), .file_name = "h", .size = 1}));

    MUST(delete_package(tx, main.id, sha256_of("signed hello")));

    std::size_t left = 0;
    MUST(visit_pool_names(tx, [&](const PoolName&) { ++left; }));
    MUST(visit_packages(tx, [&](RowId, const Sha256&, Seconds) { ++left; }));
    EXPECT_EQ(left, 0U);
    EXPECT_FAULT(documents_of(tx, main.id, sha256_of("signed hello")), Fault::not_found);
    EXPECT_FAULT(first_document_of(tx, id, 1000), Fault::not_found);
}

TEST_F(Packages, APoolNameBelongsToTheFirstBytes) {
    PoolName name{.distro = distro, .sha256 = sha256_of("x"), .file_name = "x.deb", .size = 1};
    auto tx = write();
    MUST(insert_pool_name(tx, name));
    EXPECT_TRUE(insert_pool_name(tx, name).ok());

    name.sha256.bytes[31] ^= 1;  // the same first 16 digits

    EXPECT_FAULT(insert_pool_name(tx, name), Fault::conflict);
}

TEST_F(Packages, AVersionIsTakenForEverByTheFirstUpload) {
    TakenVersion version{distro, "hello", "1.0", "amd64", sha256_of("first")};
    auto tx = write();
    MUST(take_version(tx, version));
    version.uploaded_sha256 = sha256_of("second");
    MUST(take_version(tx, version));

    EXPECT_EQ(MUST(find_taken_version(tx, distro, "hello", "1.0", "amd64"))->uploaded_sha256, sha256_of("first"));
    EXPECT_FALSE(MUST(find_taken_version(tx, distro, "hello", "1.1", "amd64")).has_value());
}

}  // namespace
}  // namespace slipway::storage
