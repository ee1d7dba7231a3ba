// Runs set-up scripts for real, on machines that have an /etc of their own.
#include "publishing/served/setup_script.hpp"

#include "publishing/served/setup_files.hpp"
#include "signing/keys/keyring.hpp"
#include "tests/support/etc_machine.hpp"
#include "tests/support/sample_repository.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

using slipway::testing::a_repository;
using slipway::testing::CommandOutput;
using slipway::testing::EtcMachine;
using slipway::testing::TempDir;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view url = "https://packages.example.com";
constexpr const char* debian_12 = "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n";
constexpr const char* fedora_41 = "ID=fedora\nVERSION_ID=41\n";
constexpr const char* rocky_9 = "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"\n";
constexpr const char* leap = "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\nVERSION_ID=\"15.6\"\n";

struct SetUpScript : ::testing::Test {
    RepositoryState repository = a_repository();
    TempDir directory;
    std::string path = directory.write("setup.sh", setup_script(repository, nullptr, "dev", url)).string();

    CommandOutput run_on(const EtcMachine& machine, std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"sh", path});
        return machine.run(arguments);
    }
};

TEST_F(SetUpScript, WritesTheVerySourcesFileThatIsServed) {
    const EtcMachine machine(debian_12);

    const auto outcome = run_on(machine);

    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_THAT(machine.files(), ElementsAre("/etc/apt/sources.list.d/acme-dev.sources"));
    EXPECT_EQ(machine.content("/etc/apt/sources.list.d/acme-dev.sources"),
              set_up_file(repository, *repository.find_distro("bookworm"), "dev", url));
}

TEST_F(SetUpScript, WritesTheVeryRepoFileThatIsServed) {
    const EtcMachine machine(fedora_41);

    const auto outcome = run_on(machine);

    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_THAT(machine.files(), ElementsAre("/etc/yum.repos.d/acme-fedora41-dev.repo"));
    EXPECT_EQ(machine.content("/etc/yum.repos.d/acme-fedora41-dev.repo"),
              set_up_file(repository, *repository.find_distro("fedora41"), "dev", url));
}

TEST_F(SetUpScript, NamesTheFileTheFingerprintAndTheNextCommand) {
    const auto outcome = run_on(EtcMachine(debian_12));

    EXPECT_THAT(outcome.output, AllOf(HasSubstr("wrote /etc/apt/sources.list.d/acme-dev.sources\n"),
                                      HasSubstr("EA66 7E26 947E BAA7 E673 6B9C 0BD6 2D2D EAF0 BB0D"),
                                      HasSubstr("EA667E26947EBAA7E6736B9C0BD62D2DEAF0BB0D"),
                                      HasSubstr("Next: apt-get update && apt-get install PACKAGE\n")));
}

TEST_F(SetUpScript, RunsTwiceWithoutHarmAndRemovesWhatItWrote) {
    const EtcMachine machine(rocky_9);
    machine.write("/etc/yum.repos.d/acme-el9-stable.repo", "of another channel");

    EXPECT_EQ(run_on(machine).exit_code, 0);
    EXPECT_EQ(run_on(machine).exit_code, 0);
    EXPECT_THAT(machine.files(),
                ElementsAre("/etc/yum.repos.d/acme-el9-dev.repo", "/etc/yum.repos.d/acme-el9-stable.repo"));
    EXPECT_EQ(run_on(machine, {"--remove"}).output, "removed /etc/yum.repos.d/acme-el9-dev.repo\n");

    EXPECT_THAT(machine.files(), ElementsAre("/etc/yum.repos.d/acme-el9-stable.repo"));
    EXPECT_EQ(run_on(machine, {"--remove"}).output, "There is nothing of acme, channel dev, to remove.\n");
}

TEST_F(SetUpScript, OldAptGetsALineAndAKeyFile) {
    EtcMachine machine(debian_12);
    machine.put_program("dpkg-query", "echo 2.2.4");

    const auto outcome = run_on(machine);

    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_THAT(machine.files(), ElementsAre("/etc/apt/keyrings/acme.asc", "/etc/apt/sources.list.d/acme-dev.list"));
    EXPECT_EQ(machine.content("/etc/apt/sources.list.d/acme-dev.list"),
              "deb [signed-by=/etc/apt/keyrings/acme.asc] https://packages.example.com/acme/bookworm dev main extra\n");
    EXPECT_EQ(machine.content("/etc/apt/keyrings/acme.asc"), key_file(formats::Layout::apt, repository.keyring));
}

TEST_F(SetUpScript, TheKeyFileOfOldAptStaysWhileAnotherListNamesIt) {
    EtcMachine machine(debian_12);
    machine.put_program("dpkg-query", "echo 2.2.4");
    EXPECT_EQ(run_on(machine).exit_code, 0);
    machine.write("/etc/apt/sources.list.d/acme-stable.list", "deb [signed-by=/etc/apt/keyrings/acme.asc] …\n");

    EXPECT_EQ(run_on(machine, {"--remove"}).exit_code, 0);

    EXPECT_THAT(machine.files(), ElementsAre("/etc/apt/keyrings/acme.asc", "/etc/apt/sources.list.d/acme-stable.list"));
}

TEST_F(SetUpScript, AnUpgradedAptExchangesTheFilesOfTheOldOne) {
    EtcMachine machine(debian_12);
    machine.put_program("dpkg-query", "echo 2.2.4");
    EXPECT_EQ(run_on(machine).exit_code, 0);
    machine.put_program("dpkg-query", "echo 2.6.1");

    EXPECT_EQ(run_on(machine).exit_code, 0);

    EXPECT_THAT(machine.files(), ElementsAre("/etc/apt/sources.list.d/acme-dev.sources"));
}

TEST_F(SetUpScript, ADryRunShowsTheFileAndWritesNothing) {
    const EtcMachine machine(leap);

    const auto outcome = run_on(machine, {"--dry-run"});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("would write /etc/zypp/repos.d/acme-el9-dev.repo:\n"),
                                      HasSubstr("    [acme-el9-dev]\n"), HasSubstr("    autorefresh=1\n"),
                                      HasSubstr("zypper refresh")));
    EXPECT_THAT(machine.files(), IsEmpty());
}

TEST_F(SetUpScript, RefusesToRunWithoutRootUnlessItOnlyTells) {
    EtcMachine machine(debian_12);
    machine.put_program("id", "echo 1000");

    const auto refused = run_on(machine);

    EXPECT_EQ(refused.exit_code, 77);
    EXPECT_EQ(refused.output, "error: run this as root, or with --dry-run to see what it would do\n");
    EXPECT_THAT(machine.files(), IsEmpty());
    EXPECT_EQ(run_on(machine, {"--dry-run"}).exit_code, 0);
    EXPECT_EQ(run_on(machine, {"--help"}).exit_code, 0);
}

TEST_F(SetUpScript, PrintsItsKeysForWhoWantsToLookAtThem) {
    const EtcMachine machine(debian_12);

    EXPECT_EQ(run_on(machine, {"--print-keys"}).output, key_file(formats::Layout::apt, repository.keyring));
    EXPECT_EQ(run_on(machine, {"--print-keys", "--distro", "el9"}).output, signing::rpm_trusted(repository.keyring));
}

TEST_F(SetUpScript, OfOneDistroNeedsNoChoiceButWarnsOnAStrangeMachine) {
    const EtcMachine machine(debian_12);
    const auto script = directory.write("el9.sh", setup_script(repository, repository.find_distro("el9"), "dev", url));

    const auto outcome = machine.run({"sh", script.string()});

    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.output, HasSubstr("warning: el9 is not made for this machine's packages\n"));
}

TEST_F(SetUpScript, TakesNoValueForShellCode) {
    const EtcMachine machine(fedora_41);
    const auto hostile = "http://x'`touch /etc/owned`$(touch /etc/owned)\"";
    const auto script = directory.write("hostile.sh", setup_script(repository, nullptr, "dev", hostile));

    const auto outcome = machine.run({"sh", script.string()});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    EXPECT_THAT(machine.files(), ElementsAre("/etc/yum.repos.d/acme-fedora41-dev.repo"));
    EXPECT_THAT(machine.content("/etc/yum.repos.d/acme-fedora41-dev.repo"), HasSubstr(hostile));
}

TEST_F(SetUpScript, CutShortAtAnyPlaceDoesNothing) {
    const EtcMachine machine(debian_12);

    const auto outcome = machine.run(
        {"sh", "-c",
         "size=$(wc -c <$0); cut=0; while [ $cut -lt $((size - 2)) ]; do head -c $cut $0 | sh; "
         "if [ $cut -lt $((size - 60)) ]; then cut=$((cut + 97)); else cut=$((cut + 1)); fi; done 2>/dev/null",
         path});

    EXPECT_EQ(outcome.output, "");
    EXPECT_THAT(machine.files(), IsEmpty());
}

struct WrongArguments {
    const char* because;
    std::vector<std::string> arguments;
    int exit_code;
    const char* message;
};
void PrintTo(const WrongArguments& row, std::ostream* out) { *out << row.because; }
struct SetUpScriptRefuses : SetUpScript, ::testing::WithParamInterface<WrongArguments> {};

TEST_P(SetUpScriptRefuses, WithoutWritingAnything) {
    const EtcMachine machine(debian_12);

    const auto outcome = run_on(machine, GetParam().arguments);

    EXPECT_EQ(outcome.exit_code, GetParam().exit_code);
    EXPECT_THAT(outcome.output, HasSubstr(GetParam().message));
    EXPECT_THAT(machine.files(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, SetUpScriptRefuses,
    ::testing::Values(WrongArguments{"AnUnknownOption", {"--force"}, 64, "error: unknown argument: --force"},
                      WrongArguments{"AnOperand", {"stable"}, 64, "error: unknown argument: stable"},
                      WrongArguments{"AMissingName", {"--distro"}, 64, "error: --distro needs a name"},
                      WrongArguments{
                          "AnUnknownDistro", {"--distro", "sid"}, 64, "there are: bookworm trixie el9 fedora41"}),
    [](const auto& row) { return row.param.because; });

struct ChosenDistro {
    const char* because;
    std::string os_release;
    const char* distro;
};
void PrintTo(const ChosenDistro& row, std::ostream* out) { *out << row.because; }
struct SetUpScriptChooses : SetUpScript, ::testing::WithParamInterface<ChosenDistro> {};

TEST_P(SetUpScriptChooses, TheDistroOfTheMachine) {
    const EtcMachine machine(GetParam().os_release);

    const auto outcome = run_on(machine, {"--dry-run"});

    EXPECT_THAT(outcome.output, HasSubstr(std::string("channel dev, distro ") + GetParam().distro + "\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Machines, SetUpScriptChooses,
    ::testing::Values(ChosenDistro{"ByCodename", "ID=debian\nVERSION_ID=13\nVERSION_CODENAME=trixie\n", "trixie"},
                      ChosenDistro{"ByNameAndVersion", fedora_41, "fedora41"},
                      ChosenDistro{"ByTheMajorVersionOfItsFamily", rocky_9, "el9"},
                      ChosenDistro{"ElseTheDefaultOfDeb", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n",
                                   "bookworm"},
                      ChosenDistro{"ElseTheDefaultOfRpm", "ID=fedora\nVERSION_ID=44\n", "el9"},
                      ChosenDistro{"ByTheProgramsOfAnUnknownSystem", "ID=nowhere\n", "bookworm"}),
    [](const auto& row) { return row.param.because; });

TEST(SetUpScriptWithoutDistroForTheMachine, SaysWhichThereAre) {
    auto repository = a_repository();
    repository.settings.distros.erase(repository.settings.distros.begin() + 2, repository.settings.distros.end());
    const TempDir directory;
    const auto script = directory.write("setup.sh", setup_script(repository, nullptr, "dev", url)).string();

    const auto outcome = EtcMachine(fedora_41).run({"sh", script});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.output, HasSubstr("choose with --distro: bookworm trixie\n"));
}

}  // namespace
}  // namespace slipway::publishing
