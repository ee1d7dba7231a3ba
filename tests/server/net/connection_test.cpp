#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"

#include <thread>

namespace slipway::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string get(const std::string& target, const std::string& fields = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

class Connection : public ::testing::Test {
protected:
    void SetUp() override { server.start(); }
    RawClient client() const { return RawClient(server.address()); }
    TestServer server;
};

TEST_F(Connection, AnswersWithTheFieldsEveryResponseHas) {
    const auto response = client().ask(get("/fast"));

    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.body, "/fast");
    EXPECT_EQ(response.headers.at("x-content-type-options"), "nosniff");
    EXPECT_THAT(response.headers.at("date"), HasSubstr("GMT"));
    EXPECT_EQ(response.headers.count("connection"), 0U);
}

TEST_F(Connection, ServesRequestAfterRequest) {
    auto kept = client();

    EXPECT_EQ(kept.ask(get("/fast/1")).body, "/fast/1");
    EXPECT_EQ(kept.ask(get("/slow/2")).body, "/slow/2|");
    EXPECT_EQ(kept.ask("\r\n" + get("/fast/3")).body, "/fast/3");
}

TEST_F(Connection, AnswersElevenPipelinedRequestsInOrderWhetherFastOrSlow) {
    std::string ahead;
    for (int i = 0; i < 11; ++i) ahead += get((i % 2 == 0 ? "/fast/" : "/slow/") + std::to_string(i));
    auto pipelining = client();
    pipelining.send(ahead);

    for (int i = 0; i < 11; ++i) EXPECT_THAT(pipelining.receive().body, HasSubstr("/" + std::to_string(i)));
}

TEST_F(Connection, SendsNoBodyInAnswerToHead) {
    auto kept = client();
    kept.send("HEAD /fast HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_EQ(kept.receive(RawClient::Body::none).headers.at("content-length"), "5");
    EXPECT_EQ(kept.ask(get("/fast/next")).body, "/fast/next");
}

TEST_F(Connection, ClosesAfterAnHttp10RequestUnlessAskedToStay) {
    auto closing = client();
    EXPECT_EQ(closing.ask("GET /fast HTTP/1.0\r\n\r\n").headers.at("connection"), "close");
    EXPECT_TRUE(closing.is_closed_within(2s));

    auto staying = client();
    EXPECT_EQ(staying.ask("GET /fast HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").headers.at("connection"),
              "keep-alive");
    EXPECT_EQ(staying.ask(get("/fast/2")).body, "/fast/2");
}

TEST_F(Connection, ClosesWhenTheClientOrTheHandlerWantsIt) {
    auto asked = client();
    EXPECT_EQ(asked.ask(get("/fast", "Connection: close\r\n")).headers.at("connection"), "close");
    EXPECT_TRUE(asked.is_closed_within(2s));
}

TEST_F(Connection, UnderstandsAnAbsoluteUrlAsTarget) {
    server.handler.slow = [](const http::Request& request, const std::string&) -> http::Reply {
        return text_response(request.path.at(0) + "@" + std::string(*request.headers.find("Host")));
    };

    EXPECT_EQ(client().ask("GET http://example.com/a HTTP/1.1\r\nHost: other\r\n\r\n").body, "a@example.com");
}

struct BadHead {
    const char* because;
    std::string head;
    unsigned status;
};
class BadHeadTest : public Connection, public ::testing::WithParamInterface<BadHead> {};

TEST_P(BadHeadTest, IsRefusedWithABodyAndTheConnectionClosed) {
    auto refused = client();
    const auto response = refused.ask(GetParam().head);

    EXPECT_EQ(response.status, GetParam().status);
    EXPECT_THAT(response.body, HasSubstr("/problems/"));
    EXPECT_TRUE(refused.is_closed_within(4s));
}

INSTANTIATE_TEST_SUITE_P(
    Connection, BadHeadTest,
    ::testing::Values(BadHead{"NoHttp", "hello\r\n\r\n", 400}, BadHead{"BadTarget", get("/a/../b"), 400},
                      BadHead{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
                      BadHead{"TwoHosts", get("/", "Host: b\r\n"), 400},
                      BadHead{"TwoTokens", get("/", "Authorization: Bearer a\r\nauthorization: Bearer b\r\n"), 400},
                      BadHead{"TwoRanges", get("/", "Range: bytes=0-1\r\nRange: bytes=2-3\r\n"), 400},
                      BadHead{"TwoClaims", get("/", "Slipway-Source-Ref: a\r\nSlipway-Source-Ref: a\r\n"), 400},
                      BadHead{"TwoEncodings",
                              "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
                              "identity\r\n\r\n",
                              400},
                      BadHead{"ForgedHost", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
                      BadHead{"LongHeaderBlock", get("/", "X: " + std::string(20'000, 'x') + "\r\n"), 431},
                      BadHead{"EndlessTarget", "GET /" + std::string(20'000, 'x'), 431},
                      BadHead{"TwoLengths", get("/", "Content-Length: 1\r\nContent-Length: 2\r\n"), 400},
                      BadHead{"OneLengthTwice", get("/", "Content-Length: 1\r\nContent-Length: 1\r\n"), 400},
                      BadHead{"AListOfLengths", get("/", "Content-Length: 1, 1\r\n"), 400},
                      BadHead{"ChunksTwice", get("/", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
                              400},
                      BadHead{"LengthAndChunks", get("/", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400},
                      BadHead{"UnknownCoding", get("/", "Transfer-Encoding: gzip, chunked\r\n"), 501},
                      BadHead{"UnknownExpectation", get("/", "Expect: a miracle\r\n"), 417}),
    [](const auto& row) { return row.param.because; });

TEST_F(Connection, DeliversAnAnswerMadeLaterOnAnotherThread) {
    std::vector<std::thread> threads;
    server.handler.slow = [&](const http::Request&, const std::string&) -> http::Reply {
        return http::Deferred([&](std::function<void(http::Response)> deliver) {
            threads.emplace_back([deliver] {
                std::this_thread::sleep_for(50ms);
                deliver(text_response("later"));
            });
        });
    };

    auto waiting = client();
    EXPECT_EQ(waiting.ask(get("/deferred")).body, "later");
    EXPECT_EQ(waiting.ask(get("/deferred")).body, "later");
    for (auto& thread : threads) thread.join();
}

TEST_F(Connection, TakesADeliveryWhoseClientHasGone) {
    std::function<void(http::Response)> deliver;
    std::atomic<bool> asked{false};
    server.handler.slow = [&](const http::Request&, const std::string&) -> http::Reply {
        return http::Deferred([&](std::function<void(http::Response)> slot) {
            deliver = std::move(slot);
            asked = true;
        });
    };
    client().send(get("/deferred"));
    ASSERT_TRUE(comes_true([&] { return asked.load(); }));
    server.server->stop(0s);

    deliver(text_response("too late"));
}

TEST_F(Connection, AnAnswerThatIsNeverGivenBecomesAnError) {
    server.handler.slow = [](const http::Request&, const std::string&) -> http::Reply {
        return http::Deferred([](const std::function<void(http::Response)>&) {});
    };

    EXPECT_EQ(client().ask(get("/lost")).status, 500U);
}

TEST_F(Connection, TurnsAnExceptionIntoAnErrorAndALogLineAndStaysOpen) {
    server.handler.slow = [](const http::Request&, const std::string&) -> http::Reply {
        throw std::runtime_error("oops");
    };
    auto kept = client();

    EXPECT_EQ(kept.ask(get("/throwing")).status, 500U);
    EXPECT_EQ(kept.ask(get("/fast")).status, 200U);
    EXPECT_THAT(server.log.text(), HasSubstr("oops"));
}

TEST_F(Connection, TellsTheHandlerOfEveryAnswer) {
    auto kept = client();
    kept.ask(get("/fast"));
    kept.ask(get("/../"));

    EXPECT_TRUE(comes_true([&] { return server.handler.answers == 2; }));
}

}  // namespace
}  // namespace slipway::testing
