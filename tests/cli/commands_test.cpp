// Commands as they are typed, up to the requests they send and what they print.
#include "base/files/posix_file_system.hpp"
#include "cli/config_file.hpp"
#include "cli/program.hpp"
#include "tests/cli/fake_server.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <cstdio>

namespace slipway::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const char* const server_url = "https://packages.example.com";

class CommandsTest : public ::testing::Test {
protected:
    /// Runs the program against a server that ends requests like this; the exit code.
    int run_with(std::vector<const char*> arguments, std::deque<Outcome> outcomes) {
        arguments.insert(arguments.begin(), "slipway");
        for (const auto* always : {"--server", server_url, "--retries", "0", "--config", config_.c_str()})
            arguments.push_back(always);
        server_ = FakeServer(std::move(outcomes));
        Session session(Surroundings{[](const char*) -> const char* { return nullptr; },
                                     [this](const Settings& settings, auto) -> Result<std::unique_ptr<Transport>> {
                                         asked_as_ = settings;
                                         return std::unique_ptr<Transport>(std::make_unique<Line>(server_));
                                     },
                                     [this](auto) { ++pauses_; }});
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        const int code = run(session, static_cast<int>(arguments.size()), arguments.data());
        std::fflush(stdout);
        out_ = ::testing::internal::GetCapturedStdout();
        err_ = ::testing::internal::GetCapturedStderr();
        return code;
    }

    void SetUp() override { keep_token("slw_kept"); }
    void keep_token(const std::string& token) { MUST(write_config_file(files_, config_, {server_url, token, ""})); }
    std::string kept_token() { return MUST(read_config_file(config_))->token; }

    slipway::testing::TempDir directory_;
    PosixFileSystem files_;
    std::string config_ = (directory_.path() / "config.toml").string();
    FakeServer server_{{}};
    Settings asked_as_;
    int pauses_ = 0;
    std::string out_;
    std::string err_;
};

const char* const search_answer = R"({"packages":[{"name":"hello","version":"1.0","architecture":"amd64","sha256":"d1",
    "channels":["dev","stable"]}],"next":null})";

TEST_F(CommandsTest, SearchLooksThroughARepository) {
    EXPECT_EQ(run_with({"search", "hello world", "main", "--distro", "deb"}, {answered(200, search_answer)}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[0].target, "/api/v1/repositories/main/packages?q=hello%20world&distro=deb&limit=1000");
    EXPECT_EQ(out_,
              "NAME   VERSION  ARCHITECTURE  CHANNELS    SHA256\n"
              "hello  1.0      amd64         dev stable  d1\n");
}

TEST_F(CommandsTest, SearchFollowsThePagesOfAChannel) {
    EXPECT_EQ(run_with({"search", "he", "main/dev", "--json"},
                       {answered(200, R"({"packages":[{"name":"hello"}],"next":"c1"})"),
                        answered(200, R"({"packages":[{"name":"help"}],"next":null})")}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[1].target, "/api/v1/repositories/main/channels/dev/packages?q=he&limit=1000&cursor=c1");
    EXPECT_EQ(out_, R"({"packages":[{"name":"hello"},{"name":"help"}],"next":null})"
                    "\n");
}

TEST_F(CommandsTest, SearchWithoutAPlaceLooksEverywhere) {
    EXPECT_EQ(run_with({"search", "hello"},
                       {answered(200, R"({"repositories":[{"name":"main"},{"name":"extra"}],"next":null})"),
                        answered(200, search_answer), answered(200, search_answer)}),
              exit_code::ok);

    EXPECT_THAT(out_, AllOf(HasSubstr("main/dev main/stable"), HasSubstr("extra/dev extra/stable")));
}

TEST_F(CommandsTest, WhoamiNamesTheTokenAndItsServer) {
    const char* const token = R"({"id":2,"name":"ci","scopes":["upload:main/dev"],"expires_at":null})";
    EXPECT_EQ(run_with({"whoami"}, {answered(200, token)}), exit_code::ok);

    EXPECT_EQ(asked_as_.token, "slw_kept");
    EXPECT_THAT(out_, AllOf(HasSubstr("https://packages.example.com\n"), HasSubstr("ci\n"),
                            HasSubstr("upload:main/dev\n"), HasSubstr("never\n")));
    EXPECT_EQ(run_with({"whoami", "--json"}, {answered(200, token)}), exit_code::ok);
    EXPECT_THAT(out_, HasSubstr(R"({"server":"https://packages.example.com","id":2,)"));
}

TEST_F(CommandsTest, WhoamiEndsWith77WithoutAToken) {
    EXPECT_EQ(run_with({"whoami"}, {answered(401, R"({"type":"/problems/unauthenticated","code":"unauthenticated"})")}),
              exit_code::no_permission);
}

TEST_F(CommandsTest, LogoutForgetsATokenAndSaysThatItIsValid) {
    EXPECT_EQ(run_with({"logout"}, {answered(200, R"({"id":7,"name":"ci","scopes":[],"expires_at":null})")}),
              exit_code::ok);

    EXPECT_EQ(asked_as_.token, "slw_kept");
    EXPECT_EQ(kept_token(), "");
    EXPECT_THAT(err_, HasSubstr("the server still accepts it: token 7"));
    EXPECT_EQ(run_with({"logout"}, {}), exit_code::ok);
    EXPECT_THAT(err_, HasSubstr("no token is stored"));
}

TEST_F(CommandsTest, LogoutSaysWhenTheTokenIsNotValidAnyMore) {
    EXPECT_EQ(run_with({"logout", "--json"}, {answered(401)}), exit_code::ok);

    EXPECT_EQ(kept_token(), "");
    EXPECT_THAT(err_, HasSubstr("does not accept it any more"));
    EXPECT_THAT(out_, HasSubstr(R"("still_valid":false)"));
}

TEST_F(CommandsTest, LogoutForgetsATokenOfAServerThatIsGone) {
    EXPECT_EQ(run_with({"logout", "--json"}, {failed(Outcome::End::not_connected)}), exit_code::ok);

    EXPECT_EQ(kept_token(), "");
    EXPECT_THAT(err_, HasSubstr("accepts it: the line is dead"));
    EXPECT_THAT(out_, HasSubstr(R"("still_valid":null)"));
}

TEST_F(CommandsTest, LogoutOfAnotherServerLeavesTheTokenAlone) {
    EXPECT_EQ(run_with({"logout", "https://other.example.com"}, {}), exit_code::no_input);

    EXPECT_EQ(kept_token(), "slw_kept");
    EXPECT_THAT(server_.requests, SizeIs(0));
}

const char* const repository_answer = R"({"name":"main","channels":[
    {"name":"dev","revision":7,"package_count":3,"updated_at":"2026-11-29T12:00:00Z"}]})";

TEST_F(CommandsTest, StatusShowsTheServerAndItsChannels) {
    EXPECT_EQ(run_with({"status", "main"}, {answered(200, "ok\n"), answered(200, R"({"version":"1.2"})"),
                                            answered(200, repository_answer)}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[0].target, "/readyz");
    EXPECT_THAT(out_, AllOf(HasSubstr("Version:  1.2\n"), HasSubstr("Ready:    yes\n"),
                            HasSubstr("main/dev  7         3         2026-11-29T12:00:00Z\n")));
}

TEST_F(CommandsTest, StatusEndsWith75WhenTheServerIsNotReady) {
    EXPECT_EQ(run_with({"status", "--json"},
                       {answered(503, R"({"type":"/problems/not-ready","code":"not-ready","detail":"it stops"})"),
                        answered(404), answered(200, R"({"repositories":[],"next":null})")}),
              exit_code::try_later);

    EXPECT_EQ(out_, R"({"server":"https://packages.example.com","ready":false,"reason":"503 not-ready: it stops",)"
                    R"("repositories":[]})"
                    "\n");
}

const char* const two_events = R"json({"events":[
    {"number":4,"time":"2026-11-29T12:00:00Z","action":"upload","actor":"ci (#1)","repository":"main","channel":"dev",
     "details":{"packages":[{"name":"hello","version":"1.0","architecture":"all"}]}},
    {"number":6,"time":"2026-11-29T12:00:01Z","action":"remove","actor":"eve","repository":"main","channel":"dev",
     "details":{"reason":"\u001b[2J"}}],"next":null,"head":{"number":9,"hash":"ab"}})json";

TEST_F(CommandsTest, EventsAreATableOfTheAuditLog) {
    EXPECT_EQ(run_with({"events", "main", "--after", "3"}, {answered(200, two_events)}), exit_code::ok);

    EXPECT_EQ(server_.requests[0].target, "/api/v1/events?repository=main&after=3&limit=1000");
    EXPECT_EQ(out_,
              "NUMBER  TIME                  ACTION  ACTOR    WHERE     DETAILS\n"
              "4       2026-11-29T12:00:00Z  upload  ci (#1)  main/dev  packages=hello 1.0 (all)\n"
              "6       2026-11-29T12:00:01Z  remove  eve      main/dev  reason=?[2J\n");
}

TEST_F(CommandsTest, EventsFollowThePagesByNumber) {
    EXPECT_EQ(run_with({"events", "--json"}, {answered(200, R"({"events":[{"number":1},{"number":2}],"next":2})"),
                                              answered(200, R"({"events":[{"number":3}],"next":null})")}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[1].target, "/api/v1/events?after=2&limit=1000");
    EXPECT_EQ(out_, R"({"events":[{"number":1},{"number":2},{"number":3}],"next":null})"
                    "\n");
}

TEST_F(CommandsTest, FollowedEventsBeginWithWhatHappensNow) {
    EXPECT_EQ(run_with({"events", "--follow", "--json"},
                       {answered(200, R"({"events":[],"next":null,"head":{"number":41}})"),
                        answered(200, R"({"events":[],"next":null})"),
                        answered(200, R"({"events":[{"number":42}],"next":null})"), answered(403)}),
              exit_code::no_permission);

    EXPECT_EQ(server_.requests[3].target, "/api/v1/events?after=42&limit=1000");
    EXPECT_THAT(out_, ::testing::StartsWith("{\"number\":42}\n"));
    EXPECT_EQ(pauses_, 2);
}

/// What main/dev has: a package of three bytes.
const char* const listing_answer =
    R"({"packages":[{"name":"hello","version":"1.0","architecture":"all","distro":"deb","size":3,
    "sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "path":"/main/deb/pool/h/hello_1.0_all.deb","url":"https://cdn.example.com/main/deb/pool/h/hello_1.0_all.deb"}],
    "next":null})";

TEST_F(CommandsTest, DownloadFetchesThePublishedUrlIntoADirectory) {
    const auto into = (directory_.path() / "new/folder").string();
    EXPECT_EQ(run_with({"download", "main/dev", "hello=1.0", "-d", into.c_str()},
                       {answered(200, listing_answer), answered(200, "abc")}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[1].url, "https://cdn.example.com/main/deb/pool/h/hello_1.0_all.deb");
    EXPECT_EQ(out_, into + "/hello_1.0_all.deb\n");
    EXPECT_TRUE(std::filesystem::exists(into + "/hello_1.0_all.deb"));
}

TEST_F(CommandsTest, DownloadWritesToStandardOutputWhatIsVerified) {
    EXPECT_EQ(
        run_with({"download", "main/dev", "hello", "-o", "-"}, {answered(200, listing_answer), answered(200, "abc")}),
        exit_code::ok);
    EXPECT_EQ(out_, "abc");
    EXPECT_EQ(
        run_with({"download", "main/dev", "hello", "-o", "-"}, {answered(200, listing_answer), answered(200, "abd")}),
        exit_code::internal);
    EXPECT_EQ(out_, "");
}

TEST_F(CommandsTest, DownloadOnlyPrintsUrlsInADryRun) {
    EXPECT_EQ(run_with({"download", "main/dev", "hello", "--dry-run"}, {answered(200, listing_answer)}), exit_code::ok);

    EXPECT_EQ(out_, "https://cdn.example.com/main/deb/pool/h/hello_1.0_all.deb\n");
    EXPECT_THAT(server_.requests, SizeIs(1));
}

TEST_F(CommandsTest, PurgeTakesANameAndShowsWhatItMeans) {
    EXPECT_EQ(run_with({"purge", "main", "hello=1.0", "--reason", "x", "--yes"},
                       {answered(200, search_answer), answered(200, R"({"packages":[],"channels":[]})")}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[1].target, "/api/v1/repositories/main/packages/d1/purge");
}

TEST_F(CommandsTest, ShowTakesTheBeginningOfADigest) {
    EXPECT_EQ(run_with({"show", "main", "0123456789"},
                       {answered(200, R"({"packages":[],"next":null})"),
                        answered(200, R"({"packages":[{"sha256":"0123456789abcdef"}],"next":null})"), answered(200)}),
              exit_code::ok);

    EXPECT_EQ(server_.requests[2].target, "/api/v1/repositories/main/packages/0123456789abcdef");
}

}  // namespace
}  // namespace slipway::cli
