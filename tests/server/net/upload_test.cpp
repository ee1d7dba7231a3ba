#include "server/http/problem.hpp"
#include "server/http/sender.hpp"
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <thread>

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

// Beast asserts that what stands behind the last chunk's size is not offered byte by byte.
TEST_F(UploadOverHttp, EveryByteOfAChunkedBodyMayComeAlone) {
    take_into_sink();
    auto slow = client();
    for (const char byte : put_chunked + "5\r\nhello\r\n0\r\nTrailer: t\r\n\r\n") {
        slow.send(std::string(1, byte));
        std::this_thread::sleep_for(2ms);  // or the kernel hands on several at once
    }

    EXPECT_EQ(slow.receive().status, 201U);
    EXPECT_EQ(upload->bytes, "hello");
}

TEST_F(UploadOverHttp, MayComeInChunksOfOneByte) {
    take_into_sink();
    std::string chunks;
    for (int i = 0; i < 50'000; ++i) chunks += "1\r\nx\r\n";

    EXPECT_EQ(client().ask(put_chunked + chunks + "0\r\n\r\n").status, 201U);
    EXPECT_EQ(upload->bytes, std::string(50'000, 'x'));
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

/// A body that has to wait for a place, which a test gives.
struct Queue {
    class Waiting final : public http::WaitingBody {
    public:
        explicit Waiting(Queue& queue) : queue_(queue) {}
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;
        ~Waiting() override { queue_.left = true; }
        void wait(std::function<void()> wake) override {
            const std::lock_guard lock(queue_.mutex);
            queue_.wake = std::move(wake);
            queue_.waits = true;
        }
        http::BodyPlan plan() override { return queue_.plan(); }
        http::Response refusal() override { return http::problem(Error(Fault::busy, "too many uploads")); }

    private:
        Queue& queue_;
    };

    void give_place() {
        const std::lock_guard lock(mutex);
        wake();
    }

    std::function<http::BodyPlan()> plan;
    std::mutex mutex;
    std::function<void()> wake;
    std::atomic<bool> waits{false};
    std::atomic<bool> left{false};
};

TEST_F(UploadOverHttp, WaitsUnreadUntilAPlaceIsGiven) {
    Queue queue;
    queue.plan = [this] { return http::BodyPlan(a_sink(upload)); };
    server.handler.plan = [&](const http::Request&) { return std::make_unique<Queue::Waiting>(queue); };
    auto waiting = client();
    waiting.send(put(5) + "hello");
    ASSERT_TRUE(comes_true([&] { return queue.waits.load(); }));
    EXPECT_EQ(upload->size(), 0U);

    queue.give_place();

    EXPECT_EQ(waiting.receive().status, 201U);
    EXPECT_EQ(upload->bytes, "hello");
    EXPECT_TRUE(queue.left);
}

TEST_F(UploadOverHttp, AStopEndsTheWaitForAPlace) {
    Queue queue;
    server.handler.plan = [&](const http::Request&) { return std::make_unique<Queue::Waiting>(queue); };
    auto waiting = client();
    waiting.send(put(5) + "hello");
    ASSERT_TRUE(comes_true([&] { return queue.waits.load(); }));

    server.server->stop(5s);

    EXPECT_EQ(waiting.receive().status, 503U);
    EXPECT_TRUE(queue.left);
}

TEST_F(UploadOverHttp, IsEndedWhenItsPlaceIsTakenAway) {
    const auto sender = std::make_shared<http::Sender>();
    server.handler.plan = [&](const http::Request&) { return a_sink(upload, SIZE_MAX, sender); };
    auto slow = client();
    slow.send(put(5) + "h");
    ASSERT_TRUE(comes_true([&] { return sender->is_receiving(); }));

    EXPECT_TRUE(sender->cut());

    const auto answer = slow.receive();
    EXPECT_EQ(answer.status, 503U);
    EXPECT_THAT(answer.body, HasSubstr("upload-too-slow"));
    EXPECT_EQ(answer.headers.count("retry-after"), 1U);
    EXPECT_FALSE(upload->finished);
    EXPECT_TRUE(comes_true([&] { return upload->destroyed.load(); }));
    EXPECT_FALSE(sender->cut());
}

TEST_F(UploadOverHttp, AReadingRequestHasNoBody) {
    server.handler.plan = [](const http::Request&) -> http::BodyPlan { return http::CollectBody{1024}; };
    for (const auto* head : {"GET /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                             "HEAD /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
                             "GET /fast HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}) {
        auto eager = client();
        eager.send(head);
        const auto reads =
            std::string_view(head).starts_with("HEAD") ? RawClient::Body::none : RawClient::Body::expected;
        const auto answer = eager.receive(reads);
        EXPECT_EQ(answer.status, 400U) << head;
        EXPECT_EQ(answer.headers.at("connection"), "close") << head;
        if (reads == RawClient::Body::none) {
            EXPECT_EQ(eager.receive().status, 0U) << "a HEAD's refusal has no body";
        }
        EXPECT_TRUE(eager.is_closed_within(4s)) << head;
    }
    EXPECT_EQ(client().ask("GET /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").status, 200U);
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

TEST_F(UploadOverHttp, ABodyBeyondTheMemoryForBodiesIsToldToComeLater) {
    TestServer small;
    small.options.body_bytes = 100'000;
    small.handler.plan = [](const http::Request&) { return http::CollectBody{1 << 20, {}, 7}; };
    small.start();
    RawClient large(small.address());

    EXPECT_EQ(RawClient(small.address()).ask(put(5) + "hello").status, 200U);
    large.send(put(200'000) + std::string(100'000, 'x'));
    const auto refused = large.receive();
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.headers.count("retry-after"), 1U);
    EXPECT_THAT(refused.body, HasSubstr("too-many-bodies"));
    EXPECT_EQ(RawClient(small.address()).ask(put(5) + "hello").status, 200U) << "its memory was given back";
}

TEST_F(UploadOverHttp, AnEmptyBodyIsNoBody) { EXPECT_EQ(client().ask(put(0)).body, "/a|"); }

}  // namespace
}  // namespace slipway::testing
