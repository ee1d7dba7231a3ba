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

TEST_F(Packages, TheNewestOfUploadedBytesIsFoundForManyAtOnce) {
    auto older = a_package(main.id);
    auto newer = older;
    newer.sha256 = sha256_of("signed again");
    auto other = older;
    other.sha256 = other.uploaded_sha256 = sha256_of("other");
    auto tx = write();
    for (const auto& package : {older, newer, other}) MUST(insert_package(tx, package));

    const std::vector<Sha256> uploaded = {older.uploaded_sha256, other.uploaded_sha256, sha256_of("none")};
    const auto newest = MUST(find_packages_by_upload(tx, main.id, uploaded));

    EXPECT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest.at(older.uploaded_sha256).sha256, newer.sha256);
    EXPECT_EQ(newest.at(other.uploaded_sha256).sha256, other.sha256);
}

}  // namespace
}  // namespace slipway::storage
