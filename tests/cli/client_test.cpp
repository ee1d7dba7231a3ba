#include "cli/client.hpp"

#include "tests/cli/fake_server.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ClientTest : public ::testing::Test {
protected:
    Client client_of(FakeServer& server, unsigned retries = 5) {
        return Client(server, {.retries = retries,
                               .pause = [this](auto pause) { pauses_.push_back(pause); },
                               .notice = [this](const std::string& line) { notices_.push_back(line); }});
    }

    std::vector<std::chrono::milliseconds> pauses_;
    std::vector<std::string> notices_;
};

Request push() {
    Request request;
    request.method = Method::put;
    request.target = "/api/v1/here";
    return request;
}

TEST_F(ClientTest, TriesAgainUntilTheServerAnswers) {
    FakeServer server({failed(Outcome::End::not_connected), failed(Outcome::End::interrupted), answered(503),
                       answered(201, R"({"revision":7})")});

    const auto answer = MUST(client_of(server).send(push()));

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.json["revision"].integer(), 7);
    EXPECT_THAT(pauses_, SizeIs(3));
    EXPECT_THAT(notices_[0], HasSubstr("the line is dead; trying again in"));
    EXPECT_THAT(notices_[2], HasSubstr("(3 of 5)"));
}

TEST_F(ClientTest, SendsTheSameRequestEachTime) {
    FakeServer server({answered(502), answered(200)});

    MUST(client_of(server).send(push()));

    EXPECT_THAT(server.requests, SizeIs(2));
    EXPECT_EQ(server.requests[1].target, server.requests[0].target);
}

TEST_F(ClientTest, ChangesWhatIsThereByOneRequest) {
    FakeServer server({answered(200)});

    MUST(client_of(server).change("/api/v1/here", Json::object({{"protected", true}})));

    ASSERT_THAT(server.requests, SizeIs(1));
    EXPECT_EQ(server.requests[0].method, Method::patch);
    EXPECT_EQ(server.requests[0].body, R"({"protected":true})");
}

TEST_F(ClientTest, MakesWhatIsNotThereWithAllThatIsForANewOne) {
    FakeServer server({answered(404), answered(201)});

    MUST(client_of(server).change("/api/v1/here", Json::object({{"protected", true}}),
                                  Json::object({{"distros", Json::array({})}})));

    ASSERT_THAT(server.requests, SizeIs(2));
    EXPECT_EQ(server.requests[1].method, Method::put);
    EXPECT_EQ(server.requests[1].body, R"({"protected":true,"distros":[]})");
}

TEST_F(ClientTest, MakesNothingWhereAChangeWasRefused) {
    FakeServer server({answered(409)});

    EXPECT_FALSE(client_of(server).change("/api/v1/here", Json::object()).ok());
    EXPECT_THAT(server.requests, SizeIs(1));
}

class RecordedProgress final : public Progress {
public:
    void show(std::uint64_t, std::uint64_t) override { steps.emplace_back("show"); }
    void wipe() override { steps.emplace_back("wipe"); }
    std::vector<std::string> steps;
};

TEST_F(ClientTest, WipesTheProgressBeforeItSaysSomething) {
    FakeServer server({answered(503), answered(200)});
    RecordedProgress progress;

    MUST(client_of(server).send(push(), &progress));

    EXPECT_THAT(progress.steps, ElementsAre("show", "wipe", "show", "wipe"));
}

TEST_F(ClientTest, GivesUpAfterTheLastAttempt) {
    FakeServer server({answered(503), answered(503), answered(503), answered(200)});

    const auto answer = client_of(server, 2).send(push());

    EXPECT_FAULT(answer, Fault::busy);
    EXPECT_THAT(server.requests, SizeIs(3));
}

TEST_F(ClientTest, AsksOnceWhenRefused) {
    const std::string problem =
        R"({"type":"/problems/package-exists","code":"package-exists","detail":"raise the version"})";
    FakeServer server({answered(409, problem), answered(201)});
    auto client = client_of(server);

    const auto answer = client.send(push());

    EXPECT_FAULT(answer, Fault::conflict);
    EXPECT_EQ(answer.error().message(), "409 package-exists: raise the version");
    EXPECT_EQ(client.refusal(), problem);
    EXPECT_THAT(pauses_, IsEmpty());
}

TEST_F(ClientTest, SaysSoWhenItIsUnknownWhetherSomethingHappened) {
    FakeServer server({failed(Outcome::End::interrupted)});
    auto request = push();
    request.repeat = Repeat::harmful;

    const auto answer = client_of(server).send(request);

    EXPECT_FAULT(answer, Fault::cancelled);
    EXPECT_THAT(answer.error().message(), HasSubstr("not known whether this was carried out"));
}

TEST_F(ClientTest, TakesAnAnswerWithoutABody) {
    FakeServer server({answered(204, "")});

    const auto answer = MUST(client_of(server).send(push()));

    EXPECT_TRUE(answer.json.is_null());
}

TEST_F(ClientTest, RefusesAnAnswerThatIsNotJson) {
    FakeServer server({answered(200, "<html>Welcome to nginx</html>")});

    EXPECT_FAULT(client_of(server).send(push()), Fault::internal);
}

TEST_F(ClientTest, JoinsAllPagesOfAList) {
    FakeServer server(
        {answered(200, R"({"packages":[1,2],"next":"abc"})"), answered(200, R"({"packages":[3],"next":null})")});

    const auto answer = MUST(client_of(server).get_pages("/api/v1/list?name=x", 0));

    EXPECT_EQ(answer.body, R"({"packages":[1,2,3],"next":null})");
    EXPECT_EQ(server.requests[0].target, "/api/v1/list?name=x&limit=1000");
    EXPECT_EQ(server.requests[1].target, "/api/v1/list?name=x&limit=1000&cursor=abc");
}

TEST_F(ClientTest, StopsAtTheLimitAndSaysWhereItGoesOn) {
    FakeServer server({answered(200, R"({"packages":[1,2],"next":"abc"})")});

    const auto answer = MUST(client_of(server).get_pages("/api/v1/list", 2));

    EXPECT_EQ(answer.body, R"({"packages":[1,2],"next":"abc"})");
    EXPECT_EQ(server.requests[0].target, "/api/v1/list?limit=2");
}

TEST_F(ClientTest, TakesPlainWordsWhereTheyAreExpected) {
    FakeServer server({answered(200, "ok\n")});
    Request request;
    request.answer = Content::text;

    EXPECT_EQ(MUST(client_of(server).send(request)).body, "ok\n");
}

TEST(ApiPath, EncodesEverySegment) {
    EXPECT_EQ(api_path({"repositories", "a/b", "c?d"}), "/api/v1/repositories/a%2Fb/c%3Fd");
}

TEST(Query, LeavesOutEmptyValuesAndEncodesOthers) {
    std::string target = "/x";
    add_query(target, "a", "");
    add_query(target, "b", "1&2");
    add_query(target, "c", "d e");
    EXPECT_EQ(target, "/x?b=1%262&c=d%20e");
}

}  // namespace
}  // namespace slipway::cli
