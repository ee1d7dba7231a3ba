#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <thread>

namespace slipway::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::string get_fast = "GET /fast HTTP/1.1\r\nHost: a\r\n\r\n";

http::Response address_of(const http::Request& request) { return text_response(request.address); }

TEST(Server, ListensOnSeveralAddressesOfBothKinds) {
    const TempDir directory;
    const auto path = (directory.path() / "http.sock").string();
    TestServer server;
    server.options.listen = {"127.0.0.1:0", "unix:" + path, "127.0.0.1:0"};
    server.start();

    for (const auto& address : server.server->addresses()) EXPECT_EQ(RawClient(address).ask(get_fast).status, 200U);
    EXPECT_EQ(server.server->addresses().at(1), "unix:" + path);
    server.server->stop(1s);
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, DoesNotStartOnABadAddressProxyOrCertificate) {
    net::ServerOptions bad_address, bad_proxy, no_certificate;
    bad_address.listen = {"nowhere"};
    bad_proxy.trusted_proxies = {"x"};
    no_certificate.listen = {"https://127.0.0.1:0"};
    FakeHandler handler;
    const QuietLog log;

    EXPECT_FAULT(net::Server::start(bad_address, handler, log), Fault::invalid_input);
    EXPECT_FAULT(net::Server::start(bad_proxy, handler, log), Fault::invalid_input);
    EXPECT_FAULT(net::Server::start(no_certificate, handler, log), Fault::invalid_input);
}

TEST(Server, BelievesTrustedProxiesOnly) {
    const std::string forwarded = "GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n";
    TestServer direct;
    direct.handler.fast["/who"] = address_of;
    direct.start();
    TestServer proxied;
    proxied.handler.fast["/who"] = address_of;
    proxied.options.trusted_proxies = {"127.0.0.0/8"};
    proxied.start();

    EXPECT_EQ(RawClient(direct.address()).ask(forwarded).body, "127.0.0.1");
    EXPECT_EQ(RawClient(proxied.address()).ask(forwarded).body, "198.51.100.7");
}

TEST(Server, NamesEveryRequestInItsAnswerAlsoOneThatItRefuses) {
    TestServer server;
    server.start();
    const auto id_of = [&](const std::string& bytes) {
        return RawClient(server.address()).ask(bytes).headers["x-request-id"];
    };

    EXPECT_EQ(id_of("GET /fast HTTP/1.1\r\nHost: a\r\nX-Request-Id: build-42\r\n\r\n"), "build-42");
    EXPECT_THAT(id_of(get_fast), ::testing::MatchesRegex("[0-9a-f]{32}"));
    EXPECT_THAT(id_of("GET /fast HTTP/1.1\r\n\r\n"), ::testing::MatchesRegex("[0-9a-f]{32}"));
    EXPECT_THAT(id_of("nonsense\r\n\r\n"), ::testing::MatchesRegex("[0-9a-f]{32}"));
}

TEST(Server, RunsAJobOnEveryIoThreadAndThenSaysSo) {
    TestServer server;
    server.start();
    std::atomic<int> runs{0};
    std::atomic<bool> done{false};

    server.server->on_every_io_thread([&] { ++runs; }, [&] { done = true; });

    EXPECT_TRUE(comes_true([&] { return done.load(); }));
    EXPECT_EQ(runs, 2);
}

TEST(Server, RunsSuchJobsAtOnceWhenItHasStopped) {
    TestServer server;
    server.start();
    server.server->stop(0s);
    bool done = false;

    server.server->on_every_io_thread([] {}, [&] { done = true; });

    EXPECT_TRUE(done);
}

TEST(Server, FinishesEverySuchJobThatComesWhileItStops) {
    for (int round = 0; round < 20; ++round) {
        TestServer server;
        server.start();
        std::atomic<int> given{0}, done{0};
        std::atomic<bool> stopped{false};
        std::thread giver([&] {
            while (!stopped) {
                server.server->on_every_io_thread([] {}, [&] { ++done; });
                ++given;
                std::this_thread::sleep_for(100us);
            }
        });

        server.server->stop(1s);
        stopped = true;
        giver.join();

        EXPECT_EQ(done, given);
    }
}

TEST(Server, StoppingLetsARequestUnderWayFinishAndClosesIdleConnections) {
    TestServer server;
    std::atomic<bool> entered{false};
    server.handler.slow = [&](const http::Request&, const std::string&) -> http::Reply {
        entered = true;
        std::this_thread::sleep_for(300ms);
        return text_response("finished");
    };
    server.start();
    RawClient idle(server.address());
    idle.ask(get_fast);
    RawClient busy(server.address());
    busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(comes_true([&] { return entered.load(); }));

    std::thread stopping([&] { server.server->stop(10s); });

    EXPECT_EQ(busy.receive().body, "finished");
    EXPECT_TRUE(idle.is_closed_within(2s));
    busy.close();
    stopping.join();
}

TEST(Server, StoppingEndsAnUploadWhenTheDeadlineIsOver) {
    const auto upload = std::make_shared<Upload>();
    TestServer server;
    server.handler.plan = [&](const http::Request&) { return a_sink(upload); };
    server.start();
    RawClient endless(server.address());
    endless.send("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(300'000, 'x'));
    ASSERT_TRUE(comes_true([&] { return upload->size() > 0; }));

    server.server->stop(0s);

    EXPECT_TRUE(upload->destroyed);
    EXPECT_FALSE(upload->finished);
}

}  // namespace
}  // namespace slipway::testing
