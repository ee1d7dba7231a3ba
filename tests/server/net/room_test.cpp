// Who gets a connection when there are not enough for everybody.
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>
#include <vector>

namespace slipway::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::string get = "GET /fast HTTP/1.1\r\nHost: a\r\n\r\n";

class Room : public ::testing::Test {
protected:
    void start(unsigned connections, unsigned io_threads = 1) {
        server.options.io_threads = io_threads;
        server.options.max_connections = connections;
        server.start();
    }
    RawClient client() const { return RawClient(server.address()); }
    TestServer server;
};

TEST_F(Room, IsMadeByTheClientThatHasBeenSilentForLongest) {
    start(2);
    auto longest = client();
    EXPECT_EQ(longest.ask(get).status, 200U);
    auto shorter = client();
    EXPECT_EQ(shorter.ask(get).status, 200U);

    auto newcomer = client();

    EXPECT_EQ(newcomer.ask(get).status, 200U);
    EXPECT_TRUE(longest.is_closed_within(4s));
    EXPECT_EQ(shorter.ask(get).status, 200U);
}

TEST_F(Room, IsMadeByTheClientThatHasBeenSilentForLongestWhateverItsThread) {
    start(8, 4);
    std::vector<RawClient> silent;
    std::vector<RawClient> newcomers;
    // A client waits for room once its thread has gone on after the answer, which takes a busy machine a while.
    const auto ask_and_be_silent = [](RawClient& asking) {
        EXPECT_EQ(asking.ask(get).status, 200U);
        std::this_thread::sleep_for(50ms);
    };
    for (int i = 0; i < 8; ++i) {
        silent.push_back(client());
        ask_and_be_silent(silent.back());
    }

    for (auto& longest : silent) {
        newcomers.push_back(client());
        ask_and_be_silent(newcomers.back());
        EXPECT_TRUE(longest.is_closed_within(4s));
    }
    for (auto& newcomer : newcomers) EXPECT_EQ(newcomer.ask(get).status, 200U);
}

TEST_F(Room, IsMadeByAHeadThatDoesNotComeToItsEndWhateverItsThread) {
    start(8, 4);
    std::vector<RawClient> slow;
    std::vector<RawClient> newcomers;
    for (int i = 0; i < 8; ++i) {
        slow.push_back(client());
        slow.back().send("GET /fast HTTP/1.1\r\nHo");
    }

    for (int i = 0; i < 8; ++i) {
        newcomers.push_back(client());
        EXPECT_EQ(newcomers.back().ask(get).status, 200U);
    }
}

TEST_F(Room, IsMadeByAHeadThatDoesNotComeToItsEnd) {
    start(2);
    auto one = client();
    auto two = client();
    one.send("GET /fast HTTP/1.1\r\nHo");
    two.send("GET /fast HTTP/1.1\r\nHo");

    EXPECT_EQ(client().ask(get).status, 200U);
    EXPECT_EQ(client().ask(get).status, 200U);
}

TEST_F(Room, IsNotMadeByARequestUnderWay) {
    start(1);
    std::function<void(http::Response)> deliver;
    std::atomic<bool> asked{false};
    server.handler.slow = [&](const http::Request&, const std::string&) -> http::Reply {
        return http::Deferred([&](auto given) {
            deliver = std::move(given);
            asked = true;
        });
    };
    auto busy = client();
    busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(comes_true([&] { return asked.load(); }));

    const auto refused = client().receive();
    EXPECT_EQ(refused.status, 503U);
    EXPECT_THAT(refused.body, HasSubstr("Too many connections"));
    deliver(text_response("late"));
    EXPECT_EQ(busy.receive().body, "late");
}

TEST_F(Room, OfOneAddressHasALimit) {
    server.options.connections_per_address = 2;
    start(100);
    auto one = client();
    auto two = client();
    EXPECT_EQ(one.ask(get).status, 200U);
    EXPECT_EQ(two.ask(get).status, 200U);

    EXPECT_EQ(client().receive().status, 503U);
    EXPECT_THAT(server.log.text(), HasSubstr("too many connections of one address"));
    one.close();
    EXPECT_TRUE(comes_true([&] { return client().ask(get).status == 200U; }));
}

}  // namespace
}  // namespace slipway::testing
