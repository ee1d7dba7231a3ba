#include "storage/catalog/pool_names.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::RowTest;

class PoolNames : public RowTest {};

TEST_F(PoolNames, BelongToTheFirstBytes) {
    PoolName name{.distro = distro, .sha256 = sha256_of("x"), .file_name = "x.deb", .size = 1};
    auto tx = write();
    MUST(insert_pool_name(tx, name));
    EXPECT_TRUE(insert_pool_name(tx, name).ok());

    name.sha256.bytes[31] ^= 1;  // the same first 16 digits

    EXPECT_FAULT(insert_pool_name(tx, name), Fault::conflict);
}

TEST_F(PoolNames, AreFoundByDistroDigestAndFile) {
    const auto id = sha256_of("x");
    const auto h = id.hex().substr(0, 16);
    auto tx = write();
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = id, .file_name = "x.deb", .size = 7}));

    const auto found = MUST(find_pool_name(tx, distro, h, "x.deb"));

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->sha256, id);
    EXPECT_EQ(found->size, 7U);
    EXPECT_FALSE(MUST(find_pool_name(tx, distro + 1, h, "x.deb")).has_value());
    EXPECT_FALSE(MUST(find_pool_name(tx, distro, h, "y.deb")).has_value());
    for (const auto* other : {"0000000000000000", "", "xyz", "0123"})
        EXPECT_FALSE(MUST(find_pool_name(tx, distro, other, "x.deb")).has_value()) << other;
}

}  // namespace
}  // namespace slipway::storage
