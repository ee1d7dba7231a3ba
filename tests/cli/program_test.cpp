#include "cli/program.hpp"

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>
#include <iterator>

namespace slipway::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ProgramTest : public ::testing::Test {
protected:
    /// Runs the program without a server; the exit code.
    int run_with(std::vector<const char*> arguments) {
        arguments.insert(arguments.begin(), "slipway");
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        Session session([](std::string_view name) { return name == "HOME" ? "/nonexistent" : nullptr; });
        const int code = run(session, static_cast<int>(arguments.size()), arguments.data());
        std::fflush(stdout);
        out_ = ::testing::internal::GetCapturedStdout();
        err_ = ::testing::internal::GetCapturedStderr();
        return code;
    }

    std::string out_;
    std::string err_;
};

TEST_F(ProgramTest, PrintsItsVersion) {
    EXPECT_EQ(run_with({"version"}), exit_code::ok);
    EXPECT_THAT(out_, StartsWith("slipway "));
    EXPECT_EQ(run_with({"version", "--json"}), exit_code::ok);
    EXPECT_THAT(out_, StartsWith(R"({"version":")"));
    EXPECT_EQ(run_with({"--version"}), exit_code::ok);
}

TEST_F(ProgramTest, SaysWhatIsWrongAndWhereHelpIs) {
    run_with({"channels", "fly"});
    EXPECT_EQ(err_, "slipway: there is no command 'fly'\nSee slipway channels --help\n");
    run_with({"rollback", "main/dev"});
    EXPECT_EQ(err_, "slipway: revision is required\nSee slipway rollback --help\n");
    run_with({});
    EXPECT_EQ(err_, "slipway: a command is missing\nSee slipway --help\n");
}

struct Misuse {
    const char* because;
    std::vector<const char*> arguments;
    const char* told;
};
class MisuseTest : public ProgramTest, public ::testing::WithParamInterface<Misuse> {};

TEST_P(MisuseTest, NamesTheNearest) {
    EXPECT_EQ(run_with(GetParam().arguments), exit_code::usage);
    EXPECT_THAT(err_, StartsWith(std::string("slipway: ") + GetParam().told + "\nSee slipway"));
}

INSTANTIATE_TEST_SUITE_P(
    Misuse, MisuseTest,
    ::testing::Values(
        Misuse{
            "ACommandMistyped", {"pormote", "main/dev", "x"}, "there is no command 'pormote'; did you mean 'promote'?"},
        Misuse{"ACommandBelow", {"keys", "rotat", "main"}, "there is no command 'rotat'; did you mean 'rotate'?"},
        Misuse{"ABeginning", {"repo"}, "there is no command 'repo'; did you mean 'repositories'?"},
        Misuse{"AnotherWord", {"ls"}, "there is no command 'ls'; did you mean 'list'?"},
        Misuse{"TheWordOfOtherThings",
               {"delete", "main/dev", "x"},
               "there is no command 'delete'; did you mean 'remove'?"},
        Misuse{"AWordOfVersionControl", {"revert"}, "there is no command 'revert'; did you mean 'rollback'?"},
        Misuse{"AWordOfTheShell", {"history"}, "there is no command 'history'; did you mean 'revisions'?"},
        Misuse{"AWordOfEditors", {"undo"}, "there is no command 'undo'; did you mean 'rollback'?"},
        Misuse{"AnotherWordBelow", {"pins", "rm", "main"}, "there is no command 'rm'; did you mean 'delete'?"},
        Misuse{"AnOption", {"list", "main/dev", "--nam", "x"}, "there is no option '--nam'; did you mean '--name'?"},
        Misuse{"AnOptionWithAValue", {"list", "--limt=5"}, "there is no option '--limt'; did you mean '--limit'?"},
        Misuse{"AnOptionThatIsRequired",
               {"push", "a.deb", "--too", "main/dev"},
               "there is no option '--too'; did you mean '--to'?"},
        Misuse{"AnOptionOfAllCommands",
               {"list", "--sever", "x"},
               "there is no option '--sever'; did you mean '--server'?"},
        Misuse{"NothingNear", {"list", "--frobnicate"}, "there is no option '--frobnicate'"},
        Misuse{"OneTooMany", {"whoami", "main"}, "'main' is one argument too many"}),
    [](const auto& row) { return row.param.because; });

TEST_F(ProgramTest, EndsWith64ForWrongArguments) {
    EXPECT_EQ(run_with({}), exit_code::usage);
    EXPECT_EQ(run_with({"fly"}), exit_code::usage);
    EXPECT_EQ(run_with({"push", "a.deb"}), exit_code::usage);
    EXPECT_EQ(run_with({"list", "main/dev", "--no-such-option"}), exit_code::usage);
    EXPECT_EQ(run_with({"channels", "set", "main/dev", "--immutable-versions", "maybe"}), exit_code::usage);
    EXPECT_EQ(run_with({"--retries", "-1", "list"}), exit_code::usage);
    EXPECT_EQ(run_with({"list", "main/dev", "--limit", "-1"}), exit_code::usage);
}

TEST_F(ProgramTest, TakesGlobalOptionsOnEitherSideOfTheCommand) {
    EXPECT_EQ(run_with({"--server", "ftp://x", "list"}), exit_code::config);
    EXPECT_EQ(run_with({"list", "--server", "ftp://x"}), exit_code::config);
    EXPECT_EQ(run_with({"keys", "list", "main", "--server", "ftp://x"}), exit_code::config);
    EXPECT_THAT(err_, HasSubstr("ftp://x"));
}

TEST_F(ProgramTest, TakesNamesThatAreAlsoCommands) {
    EXPECT_EQ(run_with({"keys", "list", "push", "--server", "ftp://x"}), exit_code::config);
    EXPECT_EQ(run_with({"tokens", "create", "list", "--scope", "admin:*", "--server", "ftp://x"}), exit_code::config);
}

TEST_F(ProgramTest, PrintsAProblemAsJsonToo) {
    EXPECT_EQ(run_with({"list", "--json"}), exit_code::config);
    EXPECT_THAT(out_, AllOf(StartsWith(R"({"type":"urn:slipway:client:configuration")"), HasSubstr("slipway login")));
    EXPECT_THAT(err_, StartsWith("slipway: "));
}

TEST_F(ProgramTest, ChecksFilesBeforeItAsksTheServer) {
    EXPECT_EQ(run_with({"push", "/nonexistent.deb", "--to", "main/dev", "--server", "http://127.0.0.1:1"}),
              exit_code::no_input);
    EXPECT_EQ(run_with({"push", "/nonexistent.deb", "--to", "main", "--server", "http://127.0.0.1:1"}),
              exit_code::usage);
}

TEST_F(ProgramTest, EndsWith69WhenNobodyListens) {
    EXPECT_EQ(run_with({"list", "main/dev", "--server", "http://127.0.0.1:1", "--retries", "0"}),
              exit_code::unreachable);
}

/// Every command with its path, every long option.
void expect_all_named(const CLI::App& command, const std::string& path, const std::string& text) {
    for (const auto* option : command.get_options()) {
        if (!option->get_lnames().empty()) {
            EXPECT_THAT(text, HasSubstr("--" + option->get_lnames().front())) << path;
        }
    }
    for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
        EXPECT_THAT(text, HasSubstr(path + " " + sub->get_name()));
        expect_all_named(*sub, path + " " + sub->get_name(), text);
    }
}

/// Every command and every option says what it is.
void expect_all_described(const CLI::App& command) {
    EXPECT_NE(command.get_description(), "") << command.get_name();
    for (const auto* option : command.get_options())
        EXPECT_NE(option->get_description(), "") << command.get_name() << " " << option->get_name();
    for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; })) expect_all_described(*sub);
}

std::string document(const std::string& name) {
    std::ifstream stream(SLIPWAY_SOURCE_DIR "/" + name);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

TEST_F(ProgramTest, IsDescribedWholeByItsManualPage) {
    Session session([](const char*) -> const char* { return nullptr; });
    auto manual = document("cli/slipway.1");
    std::erase(manual, '\\');

    expect_all_named(*make_program(session), "slipway", manual);
}

TEST_F(ProgramTest, HasHelpForEverything) {
    Session session([](const char*) -> const char* { return nullptr; });

    expect_all_described(*make_program(session));
}

TEST_F(ProgramTest, NeverColours) {
    EXPECT_EQ(run_with({"--help"}), exit_code::ok);
    EXPECT_EQ(out_.find('\x1b'), std::string::npos);
    run_with({"list"});
    EXPECT_EQ(err_.find('\x1b'), std::string::npos);
}

TEST_F(ProgramTest, HasItsExitCodesInHelpManualAndDocumentation) {
    EXPECT_EQ(run_with({"--help"}), exit_code::ok);
    for (const int code : {exit_code::differs, exit_code::usage, exit_code::refused, exit_code::no_input,
                           exit_code::unreachable, exit_code::internal, exit_code::conflict, exit_code::io,
                           exit_code::try_later, exit_code::no_permission, exit_code::config}) {
        EXPECT_THAT(out_, HasSubstr(std::to_string(code)));
        EXPECT_THAT(document("cli/slipway.1"), HasSubstr("\n.B " + std::to_string(code) + "\n"));
        EXPECT_THAT(document("docs/client.md"), HasSubstr("\n| " + std::to_string(code) + " |"));
    }
}

}  // namespace
}  // namespace slipway::cli
