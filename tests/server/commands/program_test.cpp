// The command line of slipwayd: what it answers without doing anything.
#include "server/commands/program.hpp"

#include "base/version.hpp"
#include "server/commands/exit_codes.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace slipway::server {
namespace {

using ::testing::HasSubstr;

struct Ended {
    int exit_code;
    std::string output, errors;
};

Ended run_with(std::vector<std::string> words) {
    words.insert(words.begin(), "slipwayd");
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int exit_code = run(static_cast<int>(words.size()), arguments.data());
    auto output = ::testing::internal::GetCapturedStdout();
    return {exit_code, std::move(output), ::testing::internal::GetCapturedStderr()};
}

TEST(DaemonProgram, SaysItsVersion) {
    const auto ended = run_with({"--version"});

    EXPECT_EQ(ended.exit_code, exit_code::ok);
    EXPECT_EQ(ended.output, "slipwayd " + std::string(version()) + "\n");
}

struct WrongWords {
    const char* because;
    std::vector<std::string> words;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const WrongWords& row) { return out << row.because; }
};

class DaemonMisuse : public ::testing::TestWithParam<WrongWords> {};

TEST_P(DaemonMisuse, NamesTheNearest) {
    const auto ended = run_with(GetParam().words);

    EXPECT_EQ(ended.exit_code, exit_code::usage);
    EXPECT_THAT(ended.errors, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Words, DaemonMisuse,
    ::testing::Values(
        WrongWords{
            "ACommand", {"fcsk"}, "slipwayd: there is no command 'fcsk'; did you mean 'fsck'?\nSee slipwayd --help"},
        WrongWords{"ACommandBelow", {"token", "creat"}, "there is no command 'creat'; did you mean 'create'?"},
        WrongWords{"AnOption", {"fsck", "--repiar"}, "there is no option '--repiar'; did you mean '--repair'?"},
        WrongWords{"AnOptionOfServe", {"serve", "--confg=x"}, "there is no option '--confg'; did you mean '--config'?"},
        WrongWords{"NoCommand", {}, "a command is missing"}),
    [](const auto& row) { return std::string(row.param.because); });

}  // namespace
}  // namespace slipway::server
