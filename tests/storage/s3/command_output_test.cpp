#include "storage/s3/command_output.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <csignal>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::vector<std::string> shell(const char* script) { return {"sh", "-c", script}; }

TEST(CommandOutput, IsWhatTheProgramPrints) {
    EXPECT_EQ(MUST(output_of(shell("printf 'a\\nb'"), 10s)), "a\nb");
    EXPECT_EQ(MUST(output_of(shell("printf a; exec 1>&-; sleep 0.05"), 10s)), "a");
}

TEST(CommandOutput, IsNothingOfAProgramThatFails) {
    const auto output = output_of(shell("echo no; exit 3"), 10s);

    EXPECT_FAULT(output, Fault::io);
    EXPECT_THAT(output.error().message(), HasSubstr("sh ended with status 3"));
    EXPECT_THAT(output_of(shell("kill -9 $$"), 10s).error().message(), HasSubstr("signal 9"));
}

TEST(CommandOutput, NeedsAProgram) {
    EXPECT_FAULT(output_of({"no-such-program"}, 10s), Fault::invalid_input);
    EXPECT_FAULT(output_of({}, 10s), Fault::invalid_input);
}

TEST(CommandOutput, IsShort) {
    EXPECT_FAULT(output_of(shell("yes | head -c 65537"), 10s), Fault::io);
    EXPECT_EQ(MUST(output_of(shell("yes | head -c 65536"), 10s)).size(), 65536U);
}

TEST(CommandOutput, ComesInTime) {
    for (const auto* script : {"sleep 60", "exec 1>&-; sleep 60", "yes > /dev/null"}) {
        const auto output = output_of(shell(script), 100ms);
        EXPECT_FAULT(output, Fault::io);
        EXPECT_THAT(output.error().message(), HasSubstr("within 100 ms"));
    }
}

TEST(CommandOutput, LeavesNobodyBehindWhoWasTooSlow) {
    const auto id = MUST(output_of(shell("sleep 60 >/dev/null 2>&1 & echo $!; exit 0"), 10s));
    EXPECT_EQ(::kill(std::stoi(id), SIGKILL), 0);  // of a program that ended in time

    const auto output = output_of(shell("sleep 3333 & wait"), 100ms);

    EXPECT_FAULT(output, Fault::io);
    EXPECT_FAULT(output_of({"pgrep", "-f", "^sleep 3333$"}, 10s), Fault::io);
}

TEST(CommandOutput, IsOfAProgramWithoutInputAndWithItsOwnSignals) {
    const auto before = std::signal(SIGUSR1, SIG_IGN);

    EXPECT_EQ(MUST(output_of({"cat"}, 10s)), "");
    EXPECT_THAT(output_of(shell("kill -USR1 $$; echo lives"), 10s).error().message(), HasSubstr("signal"));

    std::signal(SIGUSR1, before);
}

}  // namespace
}  // namespace slipway::s3
