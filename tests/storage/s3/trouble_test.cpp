// The whole client over real connections on which things go wrong.
#include "storage/s3/client.hpp"
#include "tests/storage/s3/client_fixture.hpp"
#include "tests/storage/s3/trouble_server.hpp"

#include <fmt/format.h>

#include <optional>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;

Reply a_part_reply(const char* content_range, const char* body, std::size_t length) {
    return {fmt::format("HTTP/1.1 206 x\r\nContent-Length: {}\r\nContent-Range: {}\r\nETag: \"e\"\r\n\r\n{}", length,
                        content_range, body),
            Reply::Then::close};
}

class TroubleOnTheWay : public ::testing::Test {
protected:
    void the_store_does(std::deque<Reply> replies) {
        server = std::make_unique<TroubleServer>(std::move(replies));
        bucket.emplace(a_bucket("s3://packages", server->origin()));
        Limits limits;
        limits.call = 2s;
        client.emplace(Caller::Parts{*bucket, credentials, *transport, clock, timing, recorded}, limits);
    }
    Result<std::string> get(Range range) {
        std::string got;
        TRY(client->get(a_key("a"), range, [&](ByteView bytes) {
            got.append(bytes);
            return Result<>();
        }));
        return got;
    }
    Result<PutResult> put(const std::string& text) {
        const MemoryBytes bytes(text);
        return client->put(a_key("a"), {&bytes, 0, text.size()}, sha256_of(text));
    }

    testing::FakeClock clock;
    FixedCredentials source;
    CredentialCache credentials{source, clock};
    std::unique_ptr<CurlTransport> transport = a_transport({"", 1s, 1s, 4});
    SystemTiming timing;
    RecordedCalls recorded;
    std::unique_ptr<TroubleServer> server;
    std::optional<Bucket> bucket;
    std::optional<Client> client;
};

TEST_F(TroubleOnTheWay, AThrottledPutIsSentAgainAsAWhole) {
    the_store_does({a_reply(503, "<Error><Code>SlowDown</Code></Error>"), a_reply(200)});

    EXPECT_EQ(MUST(put("text")), PutResult::written);

    EXPECT_THAT(server->requests().at(0), EndsWith("\r\n\r\ntext"));
    EXPECT_THAT(server->requests().at(1), EndsWith("\r\n\r\ntext"));
}

TEST_F(TroubleOnTheWay, AStoreThatThrottlesForEverIsBusy) {
    the_store_does({5, a_reply(503, "<Error><Code>SlowDown</Code><RequestId>r1</RequestId></Error>")});

    const auto outcome = put("text");

    EXPECT_FAULT(outcome, Fault::busy);
    EXPECT_THAT(outcome.error().message(), HasSubstr("503 SlowDown (request r1)"));
    EXPECT_EQ(recorded.calls.at(0).outcome, Outcome::throttled);
}

TEST_F(TroubleOnTheWay, ATruncatedObjectIsReadToItsEnd) {
    the_store_does({a_part_reply("bytes 0-9/10", "01234", 10), a_part_reply("bytes 5-9/10", "56789", 5)});

    EXPECT_EQ(MUST(get({0, 10})), "0123456789");

    EXPECT_THAT(server->requests().at(1), HasSubstr("range: bytes=5-9\r\n"));
    EXPECT_THAT(server->requests().at(1), HasSubstr("if-match: \"e\"\r\n"));
}

TEST_F(TroubleOnTheWay, AnObjectThatIsAlwaysTruncatedIsAFailure) {
    the_store_does({9, a_part_reply("bytes 0-9/10", "", 10)});

    EXPECT_FAULT(get({0, 10}), Fault::io);

    EXPECT_EQ(server->requests().size(), 5U);
    EXPECT_EQ(recorded.calls.at(0).outcome, Outcome::interrupted);
}

TEST_F(TroubleOnTheWay, AStoreThatSaysNothingIsGivenUpInTime) {
    the_store_does({9, Reply{"", Reply::Then::close, 5s}});

    EXPECT_FAULT(get({0, 10}), Fault::io);

    EXPECT_LE(recorded.calls.at(0).attempts, 3U);
    EXPECT_EQ(recorded.calls.at(0).outcome, Outcome::timed_out);
}

TEST_F(TroubleOnTheWay, APageOfAProxyIsAFailureOfTheStore) {
    the_store_does({9, a_reply(502, "<html><body>Bad gateway</body></html>")});

    EXPECT_FAULT(get({0, 10}), Fault::io);
}

TEST_F(TroubleOnTheWay, AnotherPageIsNoListing) {
    the_store_does({a_reply(200, "<html><body>Please log in</body></html>")});

    EXPECT_FAULT(client->list(""), Fault::io);
}

}  // namespace
}  // namespace slipway::s3
