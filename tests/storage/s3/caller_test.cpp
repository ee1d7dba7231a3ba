#include "storage/s3/caller.hpp"

#include "tests/storage/s3/client_fixture.hpp"

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CallerTest : public ClientFixture {};

TEST_F(CallerTest, SignsWithTheDigestOfTheBody) {
    the_store_does({answered(200)});

    EXPECT_EQ(MUST(put("text")), PutResult::written);

    EXPECT_EQ(transport.field(0, "host"), "127.0.0.1:7480");
    EXPECT_EQ(transport.field(0, "x-amz-content-sha256"), sha256_of("text").hex());
    EXPECT_THAT(transport.field(0, "authorization"), HasSubstr("Credential=id/20270115/us-east-1/s3/aws4_request"));
}

TEST_F(CallerTest, RepeatsWhatMayEndBetter) {
    the_store_does({refused(503, "SlowDown"), ended(Attempt::End::interrupted), refused(500, "InternalError"),
                    ended(Attempt::End::unreachable), answered(200)});

    EXPECT_EQ(MUST(put("text")), PutResult::written);

    EXPECT_THAT(transport.bodies, ElementsAre("text", "text", "text", "text", "text"));
    EXPECT_THAT(timing.pauses, ElementsAre(50ms, 100ms, 200ms, 400ms));
}

TEST_F(CallerTest, GivesUpAfterFiveAttempts) {
    the_store_does({6, refused(503, "SlowDown")});

    EXPECT_FAULT(put("text"), Fault::busy);

    EXPECT_EQ(transport.requests.size(), 5U);
}

TEST_F(CallerTest, GivesUpWhenTheTimeIsOver) {
    const Attempt slow = answered(503, "", {{"retry-after", "20"}});
    the_store_does({slow, slow, slow});

    EXPECT_FAULT(put("text"), Fault::busy);

    EXPECT_EQ(transport.requests.size(), 2U);
    EXPECT_EQ(transport.requests.at(0).time_limit, 30s);
    EXPECT_EQ(transport.requests.at(1).time_limit, 10s);
}

TEST_F(CallerTest, DoesNotRepeatRefusals) {
    the_store_does({refused(403, "AccessDenied"), answered(200)});

    EXPECT_FAULT(put("text"), Fault::io);

    EXPECT_EQ(transport.requests.size(), 1U);
}

TEST_F(CallerTest, TakesNewCredentialsWhenThoseItHasAreRefused) {
    the_store_does({answered(200), refused(403, "ExpiredToken"), answered(200)});
    MUST(put("text"));
    source.next = Credentials{"other", "secret"};
    clock.advance(1min);

    EXPECT_EQ(MUST(put("text")), PutResult::written);

    EXPECT_THAT(transport.field(2, "authorization"), HasSubstr("Credential=other/"));
}

TEST_F(CallerTest, TakesNewCredentialsWhenAnAnswerToHeadCannotSayWhatIsWrong) {
    the_store_does({answered(200), answered(400), answered(200, "", {{"content-length", "4"}})});
    MUST(put("text"));
    source.next = Credentials{"other", "secret"};
    clock.advance(1min);

    EXPECT_EQ(MUST(client.find(key("a")))->size, 4U);

    EXPECT_THAT(transport.field(2, "authorization"), HasSubstr("Credential=other/"));
}

TEST_F(CallerTest, TakesNewCredentialsOnce) {
    the_store_does({answered(200), refused(403, "ExpiredToken"), refused(403, "ExpiredToken"), answered(200)});
    MUST(put("text"));
    source.next = Credentials{"other", "secret"};
    clock.advance(1min);

    EXPECT_FAULT(put("text"), Fault::io);
}

TEST_F(CallerTest, AsksNobodyWithoutCredentials) {
    source.next = Error(Fault::not_found, "no such file");

    const auto outcome = put("text");

    EXPECT_FAULT(outcome, Fault::io);
    EXPECT_THAT(outcome.error().message(), HasSubstr("no such file"));
    EXPECT_TRUE(transport.requests.empty());
    EXPECT_TRUE(recorded.calls.empty());
}

TEST_F(CallerTest, ReportsACallWithItsRepetitions) {
    the_store_does({refused(503, "SlowDown"), answered(200, "<x/>")});

    MUST(put("text"));

    ASSERT_EQ(recorded.calls.size(), 1U);
    const auto& call = recorded.calls.front();
    EXPECT_EQ(call.operation, Operation::put_object);
    EXPECT_EQ(call.outcome, Outcome::success);
    EXPECT_EQ(call.attempts, 2U);
    EXPECT_EQ(call.duration, 50ms);
    EXPECT_EQ(call.sent, 8U);
    EXPECT_EQ(call.received, 4 + refused(503, "SlowDown").answer.body.size());
}

TEST_F(CallerTest, SeesAFailureBehindTheHeadOfASuccess) {
    the_store_does({refused(200, "InternalError"), answered(200, "<CopyObjectResult/>")});

    EXPECT_TRUE(client.copy(key("a"), key("b")).ok());

    EXPECT_EQ(transport.requests.size(), 2U);
    EXPECT_EQ(transport.field(1, "x-amz-copy-source"), "/packages/prod/a");
}

}  // namespace
}  // namespace slipway::s3
