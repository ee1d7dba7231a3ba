#include "server/http/problem.hpp"

#include "server/http/status.hpp"
#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const Response& response) { return std::get<std::string>(response.body); }

TEST(Problem, EveryFaultHasAnErrorStatusWithAReason) {
    for (const Fault fault : all_faults()) {
        EXPECT_GE(status_of(fault), 400U) << name_of(fault);
        EXPECT_NE(reason_of(status_of(fault)), "Unknown") << name_of(fault);
    }
}

TEST(Problem, IsJsonThatNamesTypeTitleStatusAndDetail) {
    const auto response = problem(Error(Fault::conflict, "version \"1.0\" is taken").as("package-exists"));

    EXPECT_EQ(response.status, 409U);
    EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(text_of(response),
              "{\"type\":\"urn:slipway:package-exists\",\"title\":\"Conflict\",\"status\":409,"
              "\"detail\":\"version \\\"1.0\\\" is taken\"}\n");
}

TEST(Problem, IsNeverStoredByCaches) {
    for (const Fault fault : all_faults())
        EXPECT_EQ(problem(Error(fault, "why")).headers.find("Cache-Control"), "no-store");
}

TEST(Problem, TellsHowToAuthenticateAndWhenToComeBack) {
    const auto challenge = problem(Error(Fault::unauthenticated, "no token"));
    const auto postponed = problem(Error(Fault::busy, "starting"));

    EXPECT_THAT(std::string(challenge.headers.find("WWW-Authenticate").value()), HasSubstr("Basic realm="));
    EXPECT_TRUE(postponed.headers.find("Retry-After").has_value());
}

TEST(Problem, TakesTheStatusFromACodeThatHttpKnowsAWordFor) {
    EXPECT_EQ(status_of(Error(Fault::invalid_input, "").as("bad-request")), 400U);
    EXPECT_EQ(status_of(Error(Fault::invalid_input, "").as("invalid-name")), 422U);
    EXPECT_EQ(status_of(Error(Fault::io, "").as("publication-failed")), 503U);
}

TEST(Problem, HasTheStatusOfHttpForItsOwnCodes) {
    const std::pair<const char*, unsigned> codes[] = {
        {"method-not-allowed", 405}, {"request-timeout", 408},  {"range-not-satisfiable", 416},
        {"expectation-failed", 417}, {"header-too-large", 431}, {"not-implemented", 501},
    };
    for (const auto& [code, status] : codes) EXPECT_EQ(status_of(Error(Fault::invalid_input, "").as(code)), status);
}

TEST(Problem, KeepsFromClientsWhatOnlyOperatorsCanUse) {
    EXPECT_THAT(text_of(problem(Error(Fault::io, "open /srv/data/x: EIO"))), Not(HasSubstr("/srv/data")));
    EXPECT_THAT(text_of(problem(Error(Fault::io, "the disk fails").as("publication-failed"))), HasSubstr("the disk"));
}

TEST(Problem, CarriesFurtherMembers) {
    EXPECT_THAT(problem_json(422, "invalid-package", "two bad files", ",\"errors\":[]"),
                HasSubstr("\"detail\":\"two bad files\",\"errors\":[]}"));
}

}  // namespace
}  // namespace slipway::http
