#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"

namespace slipway::testing {
namespace {

using namespace std::chrono_literals;

/// A server whose deadlines are all one second.
class Deadline : public ::testing::Test {
protected:
    void SetUp() override {
        server.options.head_deadline = 1s;
        server.options.idle_deadline = 1s;
        server.options.idle_upload = 1s;
        server.options.write_stall = 1s;
        server.start();
    }
    TestServer server;
};

TEST_F(Deadline, AnIdleConnectionIsClosedWithoutAWord) {
    RawClient idle(server.address());

    EXPECT_EQ(idle.receive().status, 0U);
}

TEST_F(Deadline, AHeadThatDoesNotComeIsAnsweredWithATimeout) {
    RawClient slow(server.address());

    EXPECT_EQ(slow.ask("GET /fast HTTP/1.1\r\nHost:").status, 408U);
    EXPECT_TRUE(slow.is_closed_within(4s));
}

TEST_F(Deadline, ABodyThatStallsIsAnsweredWithATimeoutAndUndone) {
    const auto upload = std::make_shared<Upload>();
    server.handler.plan = [&](const http::Request&) { return a_sink(upload); };
    RawClient slow(server.address());

    EXPECT_EQ(slow.ask("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123").status, 408U);
    EXPECT_TRUE(upload->destroyed);
    EXPECT_FALSE(upload->finished);
}

TEST_F(Deadline, AClientThatNeverReadsIsGivenUp) {
    const auto large = std::make_shared<const std::string>(64 << 20, 'x');
    server.handler.fast["/large"] = [large](const http::Request&) {
        http::Response response;
        response.body = http::Window<SharedBytes>{large, 0, large->size()};
        return response;
    };
    RawClient deaf(server.address());
    deaf.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_TRUE(comes_true([&] { return server.handler.answers == 1; }));
    EXPECT_LT(deaf.receive().body.size(), large->size());
}

}  // namespace
}  // namespace slipway::testing
