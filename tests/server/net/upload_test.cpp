#include "server/http/problem.hpp"
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"

namespace slipway::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string put(std::size_t length, const std::string& fields = "") {
    return "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n" + fields + "\r\n";
}
const std::string put_chunked = "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string expect = "Expect: 100-continue\r\n";

class UploadOverHttp : public ::testing::Test {
protected:
    void SetUp() override { server.start(); }
    RawClient client() const { return RawClient(server.address()); }
    void take_into_sink(std::size_t space = SIZE_MAX) {
        server.handler.plan = [this, space](const http::Request&) { return a_sink(upload, space); };
    }
    void refuse() {
        server.handler.plan = [](const http::Request&) { return http::problem(Error(Fault::forbidden, "no scope")); };
    }

    TestServer server;
    std::shared_ptr<Upload> upload = std::make_shared<Upload>();
};

TEST_F(UploadOverHttp, FlowsIntoTheSinkInPiecesOfBoundedSize) {
    take_into_sink();
    const std::string bytes(5'000'000, 'x');
    auto kept = client();

    EXPECT_EQ(kept.ask(put(bytes.size()) + bytes).status, 201U);
    EXPECT_TRUE(upload->bytes == bytes);
    EXPECT_LE(upload->largest_piece, 256U * 1024);
    EXPECT_EQ(kept.ask("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n").status, 200U);
}

TEST_F(UploadOverHttp, MayComeInChunks) {
    take_into_sink();
    auto kept = client();

    EXPECT_EQ(kept.ask(put_chunked + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: t\r\n\r\n").status, 201U);
    EXPECT_EQ(upload->bytes, "hello world");
    EXPECT_EQ(kept.ask("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n").status, 200U);
}

TEST_F(UploadOverHttp, MalformedChunksAreRefusedAndUndone) {
    take_into_sink();

    EXPECT_EQ(client().ask(put_chunked + "5\r\nhelloXXzz\r\n").status, 400U);
    EXPECT_TRUE(upload->destroyed);
    EXPECT_FALSE(upload->finished);
}

TEST_F(UploadOverHttp, IsToldToContinueOnceItIsAllowed) {
    take_into_sink();
    auto polite = client();

    EXPECT_EQ(polite.ask(put(5, expect)).status, 100U);
    EXPECT_EQ(polite.ask("hello").status, 201U);
}

TEST_F(UploadOverHttp, IsRefusedInsteadOfContinued) {
    refuse();
    auto polite = client();

    EXPECT_EQ(polite.ask(put(1 << 30, expect)).status, 403U);
    EXPECT_TRUE(polite.is_closed_within(4s));
}

TEST_F(UploadOverHttp, ARefusalOfAClientThatSendsAnywayIsReadableAndThenTheConnectionCloses) {
    refuse();
    const std::string bytes(10'000'000, 'x');
    auto eager = client();

    EXPECT_TRUE(eager.send(put(bytes.size()) + bytes));
    const auto response = eager.receive();
    EXPECT_EQ(response.status, 403U);
    EXPECT_EQ(response.headers.at("connection"), "close");
    EXPECT_TRUE(eager.is_closed_within(4s));
}

TEST_F(UploadOverHttp, ASinksFailureIsAnsweredAndTheSinkDestroyed) {
    take_into_sink(1000);
    const std::string bytes(2'000'000, 'x');
    auto eager = client();

    EXPECT_TRUE(eager.send(put(bytes.size()) + bytes));
    EXPECT_EQ(eager.receive().status, 507U);
    EXPECT_TRUE(upload->destroyed);
    EXPECT_FALSE(upload->finished);
}

TEST_F(UploadOverHttp, ALostConnectionDestroysTheSinkUnfinished) {
    take_into_sink();
    auto lost = client();
    lost.send(put(1000) + "only this");
    lost.close();

    EXPECT_TRUE(comes_true([&] { return upload->destroyed.load(); }));
    EXPECT_FALSE(upload->finished);
}

TEST_F(UploadOverHttp, WaitsUnreadWhileEveryPlaceIsTaken) {
    std::atomic<int> asked{0};
    server.handler.plan = [&](const http::Request&) -> http::BodyPlan {
        if (++asked < 3) return http::AskAgain{http::problem(Error(Fault::busy, "too many uploads"))};
        return a_sink(upload);
    };

    EXPECT_EQ(client().ask(put(5) + "hello").status, 201U);
    EXPECT_EQ(asked, 3);
}

TEST_F(UploadOverHttp, ASmallBodyIsCollectedForTheHandler) {
    EXPECT_EQ(client().ask(put(5) + "hello").body, "/a|hello");
    EXPECT_EQ(client().ask(put_chunked + "5\r\nhello\r\n0\r\n\r\n").body, "/a|hello");
}

TEST_F(UploadOverHttp, ACollectedBodyAboveItsLimitIsTooLargeWhetherDeclaredOrNot) {
    const std::string bytes(2000, 'x');

    EXPECT_EQ(client().ask(put(2000) + bytes).status, 413U);
    EXPECT_EQ(client().ask(put_chunked + "7d0\r\n" + bytes + "\r\n0\r\n\r\n").status, 413U);
    EXPECT_EQ(client().ask(put(2000, expect)).status, 413U);
}

TEST_F(UploadOverHttp, AnEmptyBodyIsNoBody) { EXPECT_EQ(client().ask(put(0)).body, "/a|"); }

}  // namespace
}  // namespace slipway::testing
