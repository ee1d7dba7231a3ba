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
        return agree_to_empty(client, yes, older_, {"main", "stable"});
    }
    /// The same where that would take two rpms out of main/stable, which has so many.
    Result<> rolled_back_without_rpms(int listed, const std::string& also_removed = "") {
        const std::string difference =
            R"({"counts":{"added":2},"added":[{"distro":"rpm","from":[],"to":["1.0","2.0"]}],"removed":[)" +
            also_removed + "]}";
        std::string packages;
        for (int i = 0; i < listed; ++i) packages += i == 0 ? "{}" : ",{}";
        FakeServer server({answered(200, R"({"package_count":5})"), answered(200, difference),
                           answered(200, difference), answered(200, R"({"packages":[)" + packages + "]}")});
        Client client(server, {});
        return agree_to_empty(client, false, older_, {"main", "stable"});
    }

private:
    const NewContent older_{"/api/v1/repositories/main/channels/stable/revisions/1",
                            "/api/v1/repositories/main/channels/stable/diff?from=1", "added"};
    UniqueFd kept_;
};

TEST_F(ConsentTest, IsGivenByTheFlagWhereNobodyCanBeAsked) {
    EXPECT_TRUE(obtain_consent(true, "Destroy it?").ok());

    const auto refused = obtain_consent(false, "Destroy it?");

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(exit_code_of(refused.error()), exit_code::usage);
    EXPECT_THAT(refused.error().message(), HasSubstr("Destroy it? There is no terminal to ask on; pass --yes"));
}

TEST_F(ConsentTest, IsNeededToEmptyADistroOfAChannel) {
    EXPECT_TRUE(rolled_back_without_rpms(3).ok()) << "one stays";
    EXPECT_TRUE(rolled_back_without_rpms(2, R"({"distro":"rpm","from":["0.9"],"to":[]})").ok()) << "one comes back";

    const auto refused = rolled_back_without_rpms(2);

    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message(), HasSubstr("removes all 2 packages of distro rpm from main/stable"));
}

TEST_F(ConsentTest, IsNeededToEmptyAChannel) {
    EXPECT_TRUE(rolled_back_to(1).ok());
    EXPECT_TRUE(rolled_back_to(0, true).ok());

    const auto refused = rolled_back_to(0);

    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message(), HasSubstr("removes all 3 packages from main/stable"));
}

}  // namespace
}  // namespace slipway::cli
