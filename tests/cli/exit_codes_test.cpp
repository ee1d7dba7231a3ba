#include "cli/exit_codes.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

TEST(ExitCode, IsNeverSuccessForAFault) {
    for (const auto fault : all_faults()) EXPECT_GE(exit_code_of(Error(fault, "x")), 64) << name_of(fault);
}

TEST(ExitCode, FollowsTheFinerWordBeforeTheFault) {
    EXPECT_EQ(exit_code_of(Error(client_problem::usage, "x")), exit_code::usage);
    EXPECT_EQ(exit_code_of(Error(client_problem::configuration, "x")), exit_code::config);
    EXPECT_EQ(exit_code_of(Error(client_problem::unreachable, "x")), exit_code::unreachable);
    EXPECT_EQ(exit_code_of(Error(client_problem::declined, "x")), exit_code::declined);
    EXPECT_EQ(exit_code_of(Error(Fault::invalid_input, "x")), exit_code::refused);
}

}  // namespace
}  // namespace slipway::cli
