#include "storage/s3/curl_transport.hpp"

#include "storage/s3/download.hpp"
#include "tests/storage/s3/s3_builders.hpp"
#include "tests/storage/s3/trouble_server.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class CurlTransportTest : public ::testing::Test {
protected:
    HttpRequest request(const TroubleServer& server, Method method = Method::get, const Body& body = {}) const {
        return {method, server.origin() + "/bucket/a%20b/../c?x=%2F&y=", {{"x-amz-date", "today"}}, body, 10s};
    }
    Attempt get(const TroubleServer& server) { return transport->attempt(request(server), nullptr); }

    std::unique_ptr<CurlTransport> transport = a_transport({"", 5s, 1s, 4});
};

TEST_F(CurlTransportTest, SendsThePathAndTheFieldsThatWereSigned) {
    TroubleServer server({a_reply(200, "hello", "ETag: \"e\"\r\n")});

    const auto attempt = get(server);

    EXPECT_EQ(attempt.end, Attempt::End::answered);
    EXPECT_EQ(attempt.answer.status, 200);
    EXPECT_EQ(attempt.answer.body, "hello");
    EXPECT_EQ(attempt.answer.find("etag"), "\"e\"");
    EXPECT_EQ(attempt.received, 5U);
    EXPECT_THAT(server.requests().at(0), StartsWith("GET /bucket/a%20b/../c?x=%2F&y= HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().at(0), HasSubstr("x-amz-date: today\r\n"));
}

TEST_F(CurlTransportTest, StreamsABodyWithItsLength) {
    TroubleServer server({a_reply(200), a_reply(200)});
    const MemoryBytes bytes("0123456789");

    const auto attempt = transport->attempt(request(server, Method::put, {&bytes, 2, 5}), nullptr);
    transport->attempt(request(server, Method::post), nullptr);

    EXPECT_EQ(attempt.sent, 5U);
    EXPECT_THAT(server.requests().at(0), ::testing::EndsWith("\r\n\r\n23456"));
    EXPECT_THAT(server.requests().at(0), HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(server.requests().at(1), StartsWith("POST "));
    EXPECT_THAT(server.requests().at(1), HasSubstr("Content-Length: 0\r\n"));
}

TEST_F(CurlTransportTest, KeepsAConnectionForTheNextRequest) {
    TroubleServer server({a_reply(200), a_reply(404, "no"), a_reply(204), a_reply(200)});

    get(server);
    get(server);
    transport->attempt(request(server, Method::del), nullptr);
    transport->attempt(request(server, Method::head), nullptr);

    EXPECT_EQ(server.requests().size(), 4U);
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(CurlTransportTest, TakesAnotherConnectionForOneThatDied) {
    auto last = a_reply(200);
    last.then = Reply::Then::close;
    TroubleServer server({last, a_reply(200)});
    const MemoryBytes bytes("text");
    get(server);

    const auto attempt = transport->attempt(request(server, Method::put, {&bytes, 0, 4}), nullptr);

    EXPECT_EQ(attempt.answer.status, 200);
    EXPECT_THAT(server.requests().at(1), ::testing::EndsWith("\r\n\r\ntext"));
    EXPECT_EQ(server.connections(), 2U);
}

TEST_F(CurlTransportTest, SendsNoLargeBodyThatIsRefusedByItsHead) {
    auto refusal = a_reply(412, "<Error/>");
    refusal.reads_body = false;
    TroubleServer server({refusal});
    const MemoryBytes bytes(std::string(2 * 1024 * 1024, 'x'));

    const auto attempt = transport->attempt(request(server, Method::put, {&bytes, 0, bytes.size()}), nullptr);

    EXPECT_EQ(attempt.answer.status, 412);
    EXPECT_EQ(attempt.answer.body, "<Error/>");
    EXPECT_EQ(attempt.sent, 0U);
}

TEST_F(CurlTransportTest, DoesNotFollowRedirects) {
    TroubleServer server({a_reply(307, "", "Location: http://127.0.0.1:1/\r\n")});

    EXPECT_EQ(get(server).answer.status, 307);
}

struct Broken {
    const char* name;
    Reply reply;
    Attempt::End end;
};

class BrokenAnswer : public CurlTransportTest, public ::testing::WithParamInterface<Broken> {};

TEST_P(BrokenAnswer, IsNoAnswer) {
    TroubleServer server({GetParam().reply});

    EXPECT_EQ(get(server).end, GetParam().end);
}

INSTANTIATE_TEST_SUITE_P(
    , BrokenAnswer,
    ::testing::Values(
        Broken{"Truncated",
               {"HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\nhello", Reply::Then::close},
               Attempt::End::interrupted},
        Broken{"TruncatedInAChunk",
               {"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nf\r\nhello", Reply::Then::close},
               Attempt::End::interrupted},
        Broken{"TruncatedInItsHead", {"HTTP/1.1 200 x\r\nContent-Le", Reply::Then::close}, Attempt::End::interrupted},
        Broken{"None", {"", Reply::Then::close}, Attempt::End::interrupted},
        Broken{"AReset",
               {"HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\nhello", Reply::Then::reset},
               Attempt::End::interrupted},
        Broken{"SomethingElse", {"220 ready\r\n", Reply::Then::close}, Attempt::End::impossible},
        Broken{"Stopped", {"HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\nhello"}, Attempt::End::timed_out},
        Broken{"TooLate", {"HTTP/1.1 200 x\r\n\r\n", Reply::Then::close, 10s}, Attempt::End::timed_out}),
    [](const auto& row) { return row.param.name; });

TEST_F(CurlTransportTest, EndsWithTheTimeLimit) {
    TroubleServer server({{"", Reply::Then::close, 10s}});
    auto limited = request(server);
    limited.time_limit = 100ms;
    const auto patient = a_transport({"", 5s, 60s, 4});

    EXPECT_EQ(patient->attempt(limited, nullptr).end, Attempt::End::timed_out);
}

TEST_F(CurlTransportTest, SaysThatNobodyIsThere) {
    const auto attempt = transport->attempt({Method::get, "http://127.0.0.1:1/", {}, {}, 10s}, nullptr);

    EXPECT_EQ(attempt.end, Attempt::End::unreachable);
    EXPECT_THAT(attempt.reason, HasSubstr("127.0.0.1 port 1"));
}

TEST_F(CurlTransportTest, GivesSuccessfulBodiesToTheReceiver) {
    TroubleServer server({a_reply(206, "hello", "Content-Range: bytes 0-4/9\r\n"), a_reply(503, "<Error/>")});
    std::string got;
    const Sink sink = [&](ByteView bytes) {
        got.append(bytes);
        return Result<>();
    };
    Download download({0, 5}, sink);
    Download other({0, 5}, sink);

    EXPECT_EQ(transport->attempt(request(server), &download).answer.body, "");
    EXPECT_EQ(transport->attempt(request(server), &other).answer.body, "<Error/>");

    EXPECT_EQ(got, "hello");
}

TEST_F(CurlTransportTest, StopsWhenTheReceiverDoes) {
    TroubleServer server({a_reply(206, "hello", "Content-Range: bytes 0-4/9\r\n"), a_reply(200)});
    const Sink full = [](ByteView) { return Result<>(Error(Fault::storage_full, "no room")); };
    Download download({0, 5}, full);
    Download of_a_store_without_ranges({0, 5}, full);

    const auto attempt = transport->attempt(request(server), &download);
    const auto without_body = transport->attempt(request(server), &of_a_store_without_ranges);

    EXPECT_EQ(attempt.end, Attempt::End::stopped);
    EXPECT_EQ(attempt.error.value().fault(), Fault::storage_full);
    EXPECT_EQ(without_body.error.value().fault(), Fault::unsupported);
}

TEST_F(CurlTransportTest, StopsWhenTheBodyHasBecomeShorter) {
    TroubleServer server({a_reply(200)});
    const MemoryBytes bytes("text");

    const auto attempt = transport->attempt(request(server, Method::put, {&bytes, 0, 5}), nullptr);

    EXPECT_EQ(attempt.end, Attempt::End::stopped);
    EXPECT_EQ(attempt.error.value().fault(), Fault::corrupt);
}

TEST(CurlTransport, NeedsTheCertificatesItIsToTrust) {
    EXPECT_FAULT(CurlTransport::create({"/nowhere/ca.pem"}), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::s3
