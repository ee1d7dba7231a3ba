#include "server/http/problem.hpp"

#include "server/http/status.hpp"
#include "tests/support/must.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace slipway::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(Response response) {
    write_problem(response, "https://packages.example");
    return std::get<std::string>(response.body);
}

class CountedLines final : public Log {
public:
    CountedLines() : Log(LogFormat::logfmt) {}
    mutable std::uint64_t count = 0;

private:
    void write_line(std::string_view) const override { ++count; }
};

TEST(Problem, EveryFaultHasAnErrorStatusWithAReason) {
    for (const Fault fault : all_faults()) {
        EXPECT_GE(status_of(fault), 400U) << name_of(fault);
        EXPECT_NE(reason_of(status_of(fault)), "Unknown") << name_of(fault);
    }
}

TEST(Problem, IsJsonThatNamesTypeTitleStatusAndDetail) {
    const auto response = problem(Error("package-exists"_problem, "version \"1.0\" is taken"));

    EXPECT_EQ(response.status, 409U);
    EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(text_of(response),
              "{\"type\":\"https://packages.example/problems/package-exists\","
              "\"title\":\"The channel has or had this version with other bytes\",\"status\":409,"
              "\"code\":\"package-exists\",\"detail\":\"version \\\"1.0\\\" is taken\"}\n");
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
    EXPECT_EQ(status_of(Error("bad-request"_problem, "")), 400U);
    EXPECT_EQ(status_of(Error("invalid-name"_problem, "")), 422U);
    EXPECT_EQ(status_of(Error(Fault::io, "").as("publication-failed"_problem)), 503U);
}

TEST(Problem, HasTheStatusOfHttpForItsOwnCodes) {
    EXPECT_EQ(status_of(Error("method-not-allowed"_problem, "")), 405U);
    EXPECT_EQ(status_of(Error("request-timeout"_problem, "")), 408U);
    EXPECT_EQ(status_of(Error("range-not-satisfiable"_problem, "")), 416U);
    EXPECT_EQ(status_of(Error("expectation-failed"_problem, "")), 417U);
    EXPECT_EQ(status_of(Error("header-too-large"_problem, "")), 431U);
    EXPECT_EQ(status_of(Error("not-implemented"_problem, "")), 501U);
}

TEST(Problem, HasTheFaultsStatusWhereTheErrorSaysAnotherFault) {
    EXPECT_EQ(status_of(Error("purged"_problem, "asked for")), 410U);
    EXPECT_EQ(status_of(Error(Fault::conflict, "uploaded again").as("purged"_problem)), 409U);
}

TEST(Problem, WithoutAPublicUrlHasATypeThatIsRelativeToTheServer) {
    auto response = problem(Error(Fault::not_found, "no such thing"));
    write_problem(response, "");
    EXPECT_THAT(std::get<std::string>(response.body), HasSubstr("\"type\":\"/problems/not-found\""));
}

TEST(Problem, IsDocumentedWithItsStatusMeaningAndRemedy) {
    std::ifstream file(SLIPWAY_SOURCE_DIR "/docs/http-api.md");
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    for (const auto& known : all_problems())
        EXPECT_THAT(document, HasSubstr(fmt::format("\n| `{}` | {} | {} | {} |\n", known.code,
                                                    status_of(Error(known, "")), known.title, known.remedy)));
}

TEST(Problem, HasAnEntryForEveryFault) {
    for (const Fault fault : all_faults()) {
        const auto* entry = find_problem(name_of(fault));
        ASSERT_NE(entry, nullptr) << name_of(fault);
        EXPECT_EQ(entry->fault, fault);
    }
}

TEST(Problem, LeavesPagesThatTellOfOneAsTheyAre) {
    auto response = problem(Error(Fault::not_found, "no such thing"));
    response.body = "<h1>Not found</h1>";
    write_problem(response, "");
    EXPECT_EQ(std::get<std::string>(response.body), "<h1>Not found</h1>");
}

TEST(Problem, KeepsFromClientsWhatOnlyOperatorsCanUse) {
    EXPECT_THAT(text_of(problem(Error(Fault::io, "open /srv/data/x: EIO"))), Not(HasSubstr("/srv/data")));
    for (const Fault fault : {Fault::io, Fault::corrupt, Fault::internal, Fault::storage_full})
        EXPECT_THAT(text_of(problem(Error(fault, "/srv/data/x").as("publication-failed"_problem))),
                    Not(HasSubstr("/srv/data")));
    EXPECT_EQ(detail_of(Error(Fault::conflict, "the version is taken")), "the version is taken");
}

/// A source as errors name it.
std::string source(const std::string& path) {
    const std::string this_file = __FILE__;
    return this_file.substr(0, this_file.size() - std::string("tests/server/http/problem_test.cpp").size()) + path;
}

TEST(Problem, TellsOfAFullDiskWhatWasSaidForClients) {
    const auto file = source("server/api/uploads/upload_space.cpp");
    EXPECT_EQ(detail_of(Error(Fault::storage_full, "no space for this upload", file.c_str(), 1)),
              "no space for this upload");
}

TEST(Problem, TellsNothingThatTheStoreSays) {
    const auto file = source("base/files/posix_file_system.cpp");
    for (const Fault fault : all_faults()) {
        const auto response = problem(Error(fault, "open /srv/data/x: No such file or directory", file.c_str(), 1));
        EXPECT_THAT(text_of(response), Not(HasSubstr("/srv"))) << name_of(fault);
    }
    EXPECT_EQ(status_of(Error(Fault::not_found, "x", file.c_str(), 1)), 500U);
    EXPECT_EQ(code_of(Error(Fault::conflict, "x", file.c_str(), 1)), "io");
}

TEST(Problem, CarriesFurtherMembers) {
    const Error error("invalid-package"_problem, "a.deb is no package");
    const auto members = Json::object({{"errors", Json::array({})}});
    EXPECT_THAT(text_of(problem(error, "two bad files", members)),
                HasSubstr("\"code\":\"invalid-package\",\"detail\":\"two bad files\",\"errors\":[]}"));
}

TEST(Problem, TellsTheLogWhatTheClientIsTold) {
    const auto response = problem(Error("package-exists"_problem, "hello 1.0 is there"));
    ASSERT_NE(response.refusal, nullptr);
    EXPECT_EQ(response.refusal->code, "package-exists");
    EXPECT_EQ(response.refusal->detail, "hello 1.0 is there");
}

TEST(Problem, OfAFailureThatStrangersRepeatIsLoggedAtABoundedRate) {
    const CountedLines log;
    BoundedLog failures(log);
    const Error cause(Fault::io, "read /var/lib/slipway/segments/00001.pack: Input/output error");

    for (int i = 0; i < 1000; ++i) EXPECT_EQ(problem_of(failures, cause).status, 500U);

    EXPECT_EQ(log.count, BoundedLog::lines);
}

}  // namespace
}  // namespace slipway::http
