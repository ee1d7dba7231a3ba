#include "cli/provenance.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <map>

namespace slipway::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

using Variables = std::map<std::string, std::string>;

Environment environment_of(const Variables& variables) {
    return [&variables](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

TEST(Provenance, IsReadFromGitHubActions) {
    const Variables variables = {{"GITHUB_ACTIONS", "true"},          {"GITHUB_SERVER_URL", "https://github.com"},
                                 {"GITHUB_REPOSITORY", "acme/hello"}, {"GITHUB_RUN_ID", "42"},
                                 {"GITHUB_SHA", "0123abcd"},          {"GITHUB_REF", "refs/heads/main"}};

    EXPECT_THAT(headers_of(provenance_of_ci(environment_of(variables))),
                ElementsAre(Pair("Slipway-Source-Repository", "https://github.com/acme/hello"),
                            Pair("Slipway-Source-Commit", "0123abcd"), Pair("Slipway-Source-Ref", "refs/heads/main"),
                            Pair("Slipway-Source-Build-Url", "https://github.com/acme/hello/actions/runs/42")));
}

TEST(Provenance, IsReadFromGitLabCi) {
    const Variables variables = {{"GITLAB_CI", "true"},
                                 {"CI_PROJECT_URL", "https://gitlab.example/acme/hello"},
                                 {"CI_COMMIT_SHA", "0123abcd"},
                                 {"CI_COMMIT_REF_NAME", "main"},
                                 {"CI_JOB_URL", "https://gitlab.example/acme/hello/-/jobs/42"}};

    EXPECT_THAT(headers_of(provenance_of_ci(environment_of(variables))),
                ElementsAre(Pair("Slipway-Source-Repository", "https://gitlab.example/acme/hello"),
                            Pair("Slipway-Source-Commit", "0123abcd"), Pair("Slipway-Source-Ref", "main"),
                            Pair("Slipway-Source-Build-Url", "https://gitlab.example/acme/hello/-/jobs/42")));
}

TEST(Provenance, IsEmptyOutsideOfCi) {
    const Variables variables = {{"GITHUB_SHA", "0123abcd"}, {"CI_COMMIT_SHA", "0123abcd"}};

    EXPECT_THAT(headers_of(provenance_of_ci(environment_of(variables))), IsEmpty());
}

TEST(Provenance, OfCiLeavesOutWhatTheServerWouldRefuse) {
    const Variables variables = {{"GITLAB_CI", "true"},
                                 {"CI_COMMIT_REF_NAME", "f\xc3\xbcr-alle"},
                                 {"CI_PROJECT_URL", std::string(1025, 'x')},
                                 {"CI_COMMIT_SHA", "0123abcd"}};

    EXPECT_THAT(headers_of(provenance_of_ci(environment_of(variables))),
                ElementsAre(Pair("Slipway-Source-Commit", "0123abcd")));
}

TEST(Provenance, OfTheCommandLineComesFirst) {
    const auto all = merged({.commit = "given"}, {.commit = "found", .ref = "main"});

    EXPECT_EQ(all.commit, "given");
    EXPECT_EQ(all.ref, "main");
}

TEST(Provenance, CannotSmuggleInAHeaderField) {
    EXPECT_FAULT(check({.ref = "main\r\nAuthorization: Bearer x"}), Fault::invalid_input);
    EXPECT_TRUE(check({.ref = "refs/tags/v1.0"}).ok());
}

}  // namespace
}  // namespace slipway::cli
