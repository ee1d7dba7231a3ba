#include "base/files/directory_lock.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <unistd.h>

namespace slipway {
namespace {

using ::testing::HasSubstr;

TEST(DirectoryLock, IsHeldByOneAtATime) {
    const slipway::testing::TempDir data;
    const auto held = MUST(DirectoryLock::take(data.path()));

    const auto second = DirectoryLock::take(data.path());

    EXPECT_FAULT(second, Fault::busy);
    EXPECT_THAT(second.error().message(), HasSubstr(data.path().string() + " is in use"));
    EXPECT_THAT(second.error().message(), HasSubstr("process " + std::to_string(::getpid())));
}

TEST(DirectoryLock, EndsWithItsHolder) {
    const slipway::testing::TempDir data;
    auto held = MUST(DirectoryLock::take(data.path()));

    held.reset();

    EXPECT_TRUE(DirectoryLock::take(data.path()).ok());
}

TEST(DirectoryLock, FollowsNoSymbolicLink) {
    const slipway::testing::TempDir data;
    const auto victim = data.write("victim", "precious");
    std::filesystem::create_directory(data.path() / "data");
    std::filesystem::create_symlink(victim, data.path() / "data/lock");

    EXPECT_FAULT(DirectoryLock::take(data.path() / "data"), Fault::unsupported);
    EXPECT_EQ(std::filesystem::file_size(victim), 8U);
}

TEST(DirectoryLock, NeedsADirectory) { EXPECT_FAULT(DirectoryLock::take("/nonexistent/data"), Fault::not_found); }

}  // namespace
}  // namespace slipway
