// Work of one kind keeps no other waiting, and what cannot be taken is refused early.
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <functional>
#include <future>
#include <new>
#include <thread>

namespace slipway::net {
namespace {

using testing::comes_true;
using ::testing::HasSubstr;
using testing::RawClient;
using testing::TestServer;
using testing::text_response;

/// Requests below /diff are comparisons, which stop until the gate opens; one thread has them, and eight may wait. What
/// follows /diff names the client.
struct GatedComparisons {
    GatedComparisons() {
        server.options.lanes.of(http::Work::comparison) = {1, 8, WorkerPool::Priority::normal};
        server.handler.where = [](const http::Request& request) {
            const bool compares = request.target.starts_with("/diff");
            const auto client = static_cast<std::int64_t>(std::hash<std::string>()(request.target) >> 1);
            return http::Placement{compares ? http::Work::comparison : http::Work::quick, client, nullptr};
        };
        server.handler.slow = [this](const http::Request& request, const std::string&) -> http::Reply {
            if (request.target.starts_with("/diff")) opened.wait();
            return text_response(request.target);
        };
        server.start();
    }
    ~GatedComparisons() { open(); }
    void open() {
        if (!std::exchange(is_open, true)) gate.set_value();
    }

    std::promise<void> gate;
    std::shared_future<void> opened = gate.get_future().share();
    bool is_open = false;
    TestServer server;
};

TEST(Lanes, AnswerQuickRequestsWhileAnotherKindOfWorkIsStuck) {
    GatedComparisons gated;
    RawClient stuck(gated.server.address());
    stuck.send("GET /diff HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(comes_true([&] { return gated.server.server->counts(http::Work::comparison).running == 1; }));

    RawClient quick(gated.server.address());
    const auto answer = quick.ask("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_EQ(answer.body, "/quick");
}

/// Keeps requests waiting.
class WaitingRequests {
public:
    explicit WaitingRequests(GatedComparisons& gated) : gated_(gated) {}

    /// Returns when the lane has it.
    void add(const std::string& target) {
        clients_.push_back(std::make_unique<RawClient>(gated_.server.address()));
        clients_.back()->send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        ASSERT_TRUE(comes_true([&] {
            const auto counts = gated_.server.server->counts(http::Work::comparison);
            return counts.running + counts.waiting == clients_.size();
        }));
    }

private:
    GatedComparisons& gated_;
    std::vector<std::unique_ptr<RawClient>> clients_;
};

TEST(Lanes, RefuseAClientMoreThanAQuarterOfTheQueue) {
    GatedComparisons gated;
    WaitingRequests waiting(gated);
    for (int i = 0; i < 3; ++i) waiting.add("/diff");  // one runs, two wait

    RawClient refused(gated.server.address());
    const auto answer = refused.ask("GET /diff HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.headers.count("retry-after"), 1U);
    EXPECT_THAT(answer.body, HasSubstr(R"("code":"too-busy")"));
    EXPECT_EQ(gated.server.server->counts(http::Work::comparison).refused, 1U);
    waiting.add("/diff/another");
}

TEST(Lanes, TakeTheFirstRequestOfAClientBehindAFullQueue) {
    GatedComparisons gated;
    WaitingRequests waiting(gated);
    for (int i = 0; i < 9; ++i) waiting.add("/diff/" + std::to_string(i / 2));

    waiting.add("/diff/another");

    RawClient second(gated.server.address());
    EXPECT_EQ(second.ask("GET /diff/another HTTP/1.1\r\nHost: x\r\n\r\n").status, 503U);
}

TEST(Lanes, RefuseEverybodyWhenTwiceTheQueueWaits) {
    GatedComparisons gated;
    WaitingRequests waiting(gated);
    for (int i = 0; i < 17; ++i) waiting.add("/diff/" + std::to_string(i));

    RawClient refused(gated.server.address());
    EXPECT_EQ(refused.ask("GET /diff/another HTTP/1.1\r\nHost: x\r\n\r\n").status, 503U);
}

TEST(Lanes, RefuseWithABodyUnread) {
    TestServer server;
    server.handler.where = [](const http::Request&) -> std::variant<http::Placement, http::Response> {
        return text_response("not now", 429);
    };
    server.start();

    RawClient client(server.address());
    const auto answer = client.ask("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

    EXPECT_EQ(answer.status, 429U);
}

TEST(Lanes, DoNotLetTheExaminationOfABatchHoldUpTheStop) {
    TestServer server;
    server.start();
    std::atomic<unsigned> turns{0};
    std::function<void()> examine = [&] {
        ++turns;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        server.server->post(http::Work::examination, 1, examine);
    };
    server.server->post(http::Work::examination, 1, examine);
    ASSERT_TRUE(comes_true([&] { return turns > 1; }));

    server.server->stop(std::chrono::seconds(0));

    const auto turns_at_the_end = turns.load();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(turns, turns_at_the_end);
}

class LanesAtTheEnd : public ::testing::TestWithParam<http::Work> {};

TEST_P(LanesAtTheEnd, DropWhatUploadsWaitFor) {
    std::atomic<unsigned> ran{0};
    TestServer server;
    server.start();
    for (int i = 0; i < 1000; ++i)
        server.server->post(GetParam(), 1, [&ran] {
            ++ran;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        });

    server.server->stop(std::chrono::seconds(0));

    EXPECT_LT(ran, 1000U);
}

INSTANTIATE_TEST_SUITE_P(Of, LanesAtTheEnd, ::testing::Values(http::Work::examination, http::Work::signing),
                         [](const auto& row) { return http::name_of(row.param); });

TEST(Lanes, TellWhetherAClientMayWaitToBeSigned) {
    std::promise<void> gate;
    const auto opened = gate.get_future().share();
    TestServer server;
    server.options.lanes.of(http::Work::signing) = {1, 4, WorkerPool::Priority::normal};
    server.start();
    const auto sign = [&](std::int64_t client) {
        server.server->post(http::Work::signing, client, [opened] { opened.wait(); });
    };
    sign(1);
    EXPECT_TRUE(comes_true([&] { return server.server->counts(http::Work::signing).running == 1; }));
    sign(1);

    const auto refused = server.server->check_room(http::Work::signing, 1);
    const auto of_another = server.server->check_room(http::Work::signing, 2);
    gate.set_value();

    EXPECT_FAULT(refused, Fault::busy);
    EXPECT_EQ(refused.error().code(), "too-busy");
    EXPECT_TRUE(of_another.ok());
    EXPECT_EQ(server.server->counts(http::Work::signing).refused, 1U);
}

TEST(Lanes, SurviveAJobThatThrows) {
    TestServer server;
    server.start();
    std::promise<void> ran;

    server.server->post(http::Work::examination, 1, [] { throw std::bad_alloc(); });
    server.server->post(http::Work::examination, 1, [&] { ran.set_value(); });

    ran.get_future().wait();
    EXPECT_TRUE(comes_true([&] { return server.log.text().find("job=examination") != std::string::npos; }));
}

TEST(Lanes, AnswerARequestWhoseHandlerThrows) {
    TestServer server;
    server.handler.slow = [](const http::Request&, const std::string&) -> http::Reply { throw std::bad_alloc(); };
    server.start();

    RawClient client(server.address());
    const auto answer = client.ask("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_EQ(answer.status, 500U);
}

TEST(Lanes, AnswerADeferredThatIsDroppedByAnException) {
    TestServer server;
    server.handler.slow = [&server](const http::Request&, const std::string&) -> http::Reply {
        return http::Deferred([&server](const std::function<void(http::Response)>& deliver) {
            server.server->post(http::Work::examination, 0, [deliver] { throw std::bad_alloc(); });
        });
    };
    server.start();

    RawClient client(server.address());
    const auto answer = client.ask("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_EQ(answer.status, 500U);
}

}  // namespace
}  // namespace slipway::net
