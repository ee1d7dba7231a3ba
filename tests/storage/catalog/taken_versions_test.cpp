#include "storage/catalog/taken_versions.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::RowTest;

class TakenVersions : public RowTest {};

TEST_F(TakenVersions, BelongToTheFirstUploadForEver) {
    TakenVersion version{distro, "hello", "1.0", "amd64", sha256_of("first")};
    auto tx = write();
    MUST(take_version(tx, version));
    version.uploaded_sha256 = sha256_of("second");
    MUST(take_version(tx, version));

    EXPECT_EQ(MUST(find_taken_version(tx, distro, "hello", "1.0", "amd64"))->uploaded_sha256, sha256_of("first"));
    EXPECT_FALSE(MUST(find_taken_version(tx, distro, "hello", "1.1", "amd64")).has_value());
}

TEST_F(TakenVersions, AreFoundManyAtOnce) {
    auto tx = write();
    std::vector<VersionKey> wanted;
    for (int i = 0; i < 700; ++i) {
        wanted.push_back({distro, "hello", std::to_string(i), "amd64"});
        if (i % 2 == 0) MUST(take_version(tx, {distro, "hello", std::to_string(i), "amd64", sha256_of("even")}));
    }
    wanted.push_back({distro, "hello", "0", "arm64"});
    wanted.push_back({distro + 1, "hello", "0", "amd64"});

    const auto taken = MUST(find_taken_versions(tx, wanted));

    EXPECT_EQ(taken.size(), 350U);
    EXPECT_EQ(taken.at(wanted[698]), sha256_of("even"));
    EXPECT_FALSE(taken.contains(wanted[699]));
    EXPECT_TRUE(MUST(find_taken_versions(tx, {})).empty());
}

}  // namespace
}  // namespace slipway::storage
