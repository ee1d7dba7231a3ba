#include "publishing/served/setup_files.hpp"

#include "publishing/served/setup_script.hpp"
#include "signing/keys/keyring.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/must.hpp"
#include "tests/support/sample_repository.hpp"

namespace slipway::publishing {
namespace {

using slipway::testing::a_repository;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view url = "https://packages.example.com";

TEST(SetUpFiles, TheSourcesFileHoldsTheKeysOfAptInOneBlock) {
    const auto repository = a_repository();

    const auto text = set_up_file(repository, *repository.find_distro("bookworm"), "dev", url);

    EXPECT_GOLDEN("setup/acme-dev.sources", text);
}

TEST(SetUpFiles, TheRepoFileNamesTheKeysByUrl) {
    const auto repository = a_repository();

    const auto text = set_up_file(repository, *repository.find_distro("el9"), "dev", url);

    EXPECT_GOLDEN("setup/acme-el9-dev.repo", text);
}

TEST(SetUpFiles, TheRepoFileOfUnsignedPackagesChecksTheIndexOnly) {
    auto repository = a_repository();
    repository.settings.sign_packages = false;

    const auto text = set_up_file(repository, *repository.find_distro("el9"), "dev", url);

    EXPECT_THAT(text, HasSubstr("\ngpgcheck=0\nrepo_gpgcheck=1\n"));
}

TEST(SetUpFiles, ARetiredKeyIsNoLongerInTheSourcesFile) {
    auto repository = a_repository();
    const auto before = key_file(formats::Layout::apt, repository.keyring);
    repository.keyring = MUST(signing::retire(repository.keyring, repository.keyring[1].key.fingerprint));

    EXPECT_NE(key_file(formats::Layout::apt, repository.keyring), before);
    EXPECT_EQ(key_file(formats::Layout::apt, repository.keyring), repository.keyring[0].key.armored);
}

TEST(SetUpFiles, TheScriptOfARepositoryHoldsAllItsDistros) {
    EXPECT_GOLDEN("setup/acme-dev.sh", setup_script(a_repository(), nullptr, "dev", url));
}

TEST(SetUpFiles, TheScriptOfADistroHoldsThatDistroOnly) {
    const auto repository = a_repository();

    const auto script = setup_script(repository, repository.find_distro("el9"), "dev", url);

    EXPECT_THAT(script, HasSubstr("deb_distros=''\n    rpm_distros='el9'\n"));
    EXPECT_THAT(script, HasSubstr("only_distro='el9'"));
    EXPECT_THAT(script, Not(HasSubstr("trixie")));
}

TEST(SetUpFiles, FingerprintsAreComparedInGroupsOfFour) {
    EXPECT_EQ(in_groups_of_four("EA667E26947E"), "EA66 7E26 947E");
    EXPECT_EQ(in_groups_of_four(""), "");
}

}  // namespace
}  // namespace slipway::publishing
