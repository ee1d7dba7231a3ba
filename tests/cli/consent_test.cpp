#include "cli/consent.hpp"

#include "base/unique_fd.hpp"
#include "cli/exit_codes.hpp"
#include "tests/cli/fake_server.hpp"
#include "tests/support/must.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;

/// Standard input is no terminal, wherever the tests run.
class ConsentTest : public ::testing::Test {
protected:
    ConsentTest() : kept_(::dup(STDIN_FILENO)) {
        const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        ::dup2(nothing.get(), STDIN_FILENO);
    }
    ~ConsentTest() override { ::dup2(kept_.get(), STDIN_FILENO); }

    /// What becomes of giving main/stable the content of its revision 1, which has so many packages, while it has
    /// three.
    Result<> rolled_back_to(int packages, bool yes = false) {
        FakeServer server({answered(200, R"({"package_count":)" + std::to_string(packages) + "}"),
                           answered(200, R"({"package_count":3})")});
        Client client(server, {});
        return agree_to_empty(client, yes, "/api/v1/repositories/main/channels/stable/revisions/1", {"main", "stable"});
    }

private:
    UniqueFd kept_;
};

TEST_F(ConsentTest, IsGivenByTheFlagWhereNobodyCanBeAsked) {
    EXPECT_TRUE(obtain_consent(true, "Destroy it?").ok());

    const auto refused = obtain_consent(false, "Destroy it?");

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(exit_code_of(refused.error()), exit_code::usage);
    EXPECT_THAT(refused.error().message(), HasSubstr("Destroy it? There is no terminal to ask on; pass --yes"));
}

TEST_F(ConsentTest, IsNeededToEmptyAChannelOnly) {
    EXPECT_TRUE(rolled_back_to(1).ok());
    EXPECT_TRUE(rolled_back_to(0, true).ok());

    const auto refused = rolled_back_to(0);

    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message(), HasSubstr("removes all 3 packages from main/stable"));
}

}  // namespace
}  // namespace slipway::cli
