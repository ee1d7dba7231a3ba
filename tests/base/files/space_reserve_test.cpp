#include "base/files/space_reserve.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>

namespace slipway {
namespace {

constexpr std::uint64_t mebibyte = 1 << 20;

TEST(SpaceReserve, HoldsItsSpaceWhileTheDiskHasMore) {
    const testing::TempDir directory;
    SpaceReserve reserve(directory.path(), mebibyte);

    MUST(reserve.fill());
    MUST(reserve.make_room());

    EXPECT_EQ(std::filesystem::file_size(directory.path() / "reserve"), mebibyte);
}

TEST(SpaceReserve, IsLeftEmptyAndGivenUpWhereTheDiskHasTooLittle) {
    const testing::TempDir directory;
    constexpr std::uint64_t more_than_any_disk = std::uint64_t{1} << 60;
    SpaceReserve reserve(directory.path(), more_than_any_disk);
    directory.write("reserve", "some bytes");

    MUST(reserve.fill());
    EXPECT_EQ(std::filesystem::file_size(directory.path() / "reserve"), 10U);
    MUST(reserve.make_room());

    EXPECT_EQ(std::filesystem::file_size(directory.path() / "reserve"), 0U);
}

TEST(SpaceReserve, FollowsNoLink) {
    const testing::TempDir directory;
    const auto elsewhere = directory.write("elsewhere", "kept");
    std::filesystem::create_symlink(elsewhere, directory.path() / "reserve");
    SpaceReserve reserve(directory.path(), mebibyte);

    EXPECT_FAULT(reserve.fill(), Fault::io);
    EXPECT_EQ(std::filesystem::file_size(elsewhere), 4U);
}

}  // namespace
}  // namespace slipway
