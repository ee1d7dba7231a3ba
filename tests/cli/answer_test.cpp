#include "cli/answer.hpp"

#include "cli/exit_codes.hpp"
#include "tests/cli/fake_server.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;

TEST(Refusal, IsToldInTheServersWords) {
    const auto error = error_of(answered(
        422,
        R"({"type":"/problems/invalid-package","code":"invalid-package","title":"Invalid","status":422,"detail":"control.tar ends early"})"));

    EXPECT_EQ(error.message(), "422 invalid-package: control.tar ends early");
}

TEST(Refusal, NamesEveryBadFileOfABatch) {
    const auto error = error_of(
        answered(422, R"({"type":"/problems/invalid-package","code":"invalid-package","detail":"2 files","errors":[
            {"file":"a.deb","code":"invalid-package","detail":"no ar archive"},
            {"file":"b.rpm","code":"wrong-format","detail":"an rpm in a deb distro"}]})"));

    EXPECT_THAT(error.message(), HasSubstr("\n  a.deb: invalid-package: no ar archive\n  b.rpm: wrong-format: an rpm"));
}

TEST(Refusal, NamesTheOneBadFileOnce) {
    const auto error = error_of(answered(
        422, R"({"type":"/problems/invalid-package","code":"invalid-package","detail":"no ar archive","errors":[
        {"file":"a.deb","code":"invalid-package","detail":"no ar archive"}]})"));

    EXPECT_EQ(error.message(), "422 invalid-package: a.deb: no ar archive");
}

TEST(Refusal, TellsTheFirstOfSeveralBadFilesAmongTheOthers) {
    const auto error = error_of(answered(
        422, R"({"type":"/problems/invalid-package","code":"invalid-package","detail":"no ar archive","errors":[
        {"file":"a.deb","code":"invalid-package","detail":"no ar archive"},
        {"file":"b.rpm","code":"wrong-format","detail":"an rpm in a deb distro"}]})"));

    EXPECT_EQ(error.message(),
              "422 invalid-package\n  a.deb: invalid-package: no ar archive\n"
              "  b.rpm: wrong-format: an rpm in a deb distro");
}

TEST(Refusal, TellsWhatTheServerAdds) {
    const auto error = error_of(
        answered(409, R"({"type":"/problems/package-exists","code":"package-exists","title":"Conflict","status":409,
        "detail":"hello 1.0 has other bytes","channel":"staging","held_by":["staging","stable"]})"));

    EXPECT_EQ(error.message(),
              "409 package-exists: hello 1.0 has other bytes\n  channel: staging\n  held_by: staging stable");
}

TEST(Refusal, NamesEveryVersionThatIsTaken) {
    const auto error = error_of(
        answered(409, R"({"type":"/problems/package-exists","code":"package-exists","detail":"1 version","errors":[
        {"name":"hello","version":"1.0","code":"package-exists","detail":"other bytes"}]})"));

    EXPECT_THAT(error.message(), HasSubstr("\n  hello 1.0: package-exists: other bytes"));
}

TEST(Refusal, CannotSteerTheTerminal) {
    EXPECT_EQ(
        error_of(answered(404, R"({"type":"/problems/not-found","code":"not-found","detail":"\u001b[2J"})")).message(),
        "404 not-found: ?[2J");
}

TEST(Refusal, OfATokenSaysHowToGiveOne) {
    EXPECT_THAT(error_of(answered(401, R"({"type":"/problems/unauthenticated","code":"unauthenticated"})")).message(),
                HasSubstr("slipway login"));
}

TEST(Refusal, BySomebodyElseIsNotTakenForSlipways) {
    EXPECT_EQ(error_of(answered(404, "<html>")).message(), "404 this is not an answer of a Slipway server");
    EXPECT_EQ(error_of(answered(500, "[1]")).message(), "500 this is not an answer of a Slipway server");
}

TEST(Refusal, IsNotARedirectThatIsFollowed) {
    auto outcome = answered(301, "");
    outcome.location = "https://other.example/";

    const auto error = error_of(outcome);

    EXPECT_THAT(error.message(), HasSubstr("redirects to https://other.example/"));
    EXPECT_EQ(exit_code_of(error), exit_code::config);
}

TEST(Refusal, WithoutAnAnswerIsUnreachable) {
    EXPECT_EQ(exit_code_of(error_of(failed(Outcome::End::interrupted))), exit_code::unreachable);
}

struct Code {
    const char* name;
    int status;
    int code;
};
class StatusCode : public ::testing::TestWithParam<Code> {};

TEST_P(StatusCode, BecomesAnExitCode) {
    EXPECT_EQ(exit_code_of(error_of(answered(GetParam().status))), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(, StatusCode,
                         ::testing::Values(Code{"BadRequest", 400, 65}, Code{"Unauthenticated", 401, 77},
                                           Code{"Forbidden", 403, 77}, Code{"NotFound", 404, 66},
                                           Code{"MethodNotAllowed", 405, 65}, Code{"Conflict", 409, 73},
                                           Code{"Gone", 410, 66}, Code{"PreconditionFailed", 412, 73},
                                           Code{"TooLarge", 413, 65}, Code{"Unprocessable", 422, 65},
                                           Code{"TooMany", 429, 75}, Code{"Internal", 500, 70},
                                           Code{"BadGateway", 502, 75}, Code{"Unavailable", 503, 75},
                                           Code{"GatewayTimeout", 504, 75}, Code{"StorageFull", 507, 75}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::cli
