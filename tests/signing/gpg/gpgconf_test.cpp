#include "signing/gpg/gpgconf.hpp"

#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;
using slipway::testing::run_command;
using slipway::testing::TempDir;

TEST(Gpgconf, SaysWhereTheAgentOfAHomeListens) {
    const TempDir home;
    const fs::path socket = MUST(agent_socket_of(home.path()));
    EXPECT_EQ(socket.filename(), "S.gpg-agent");
    EXPECT_TRUE(socket.is_absolute());
}

TEST(Gpgconf, RemovesTheDirectoryOfSocketsThatGnupgKeepsOutsideOfTheHome) {
    const TempDir home;
    run_command({"gpgconf", "--homedir", home.path(), "--create-socketdir"});
    const auto directory = fs::path(MUST(agent_socket_of(home.path()))).parent_path();
    ASSERT_TRUE(fs::exists(directory));

    remove_socket_directory(home.path());

    // Without a /run/user/UID the sockets stand in the home, which stays.
    EXPECT_EQ(fs::exists(directory), directory == home.path());
}

}  // namespace
}  // namespace slipway::signing
