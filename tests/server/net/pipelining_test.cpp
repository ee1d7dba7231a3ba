#include "base/files/posix_file_system.hpp"
#include "server/http/conditional.hpp"
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::testing {
namespace {

using Body = RawClient::Body;

/// "/small" and "/rope" with the ETag "e", everything else below "/fast" and in the disk pool.
class Pipelining : public ::testing::Test {
protected:
    void SetUp() override {
        const auto path = directory.write("file", file);
        const std::shared_ptr<const ByteSource> opened = MUST(PosixFileSystem().open_to_read(path));
        const Rope rope{"<", {{opened, 7, 90'000}, {opened, 0, 5}}, ">"};
        shared = std::make_shared<const Rope>(rope);
        whole = "<" + file.substr(7, 90'000) + file.substr(0, 5) + ">";
        server.handler.fast["/rope"] = [this](const http::Request& request) {
            const http::Window<SharedRope> all{shared, 0, shared->size()};
            return http::answer_conditionally(request, {"\"e\"", std::nullopt}, {"text/plain", "no-cache", all});
        };
        server.handler.fast["/missing"] = [](const http::Request&) { return text_response("no", 404); };
        server.start();
    }

    TempDir directory;
    std::string file = std::string(100'000, 'x') + "end";
    SharedRope shared;
    std::string whole;
    TestServer server;
};

std::string request(const std::string& line, const std::string& fields = "") {
    return line + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

TEST_F(Pipelining, KeepsTheOrderOfAnswersOfEveryKind) {
    RawClient client(server.address());
    client.send(request("GET /fast/1") + request("GET /rope") + request("GET /rope", "If-None-Match: \"e\"\r\n") +
                request("HEAD /rope") + request("GET /missing") + request("GET /rope", "Range: bytes=0-3\r\n") +
                request("GET /slow/7") + request("HEAD /missing") + request("GET /rope", "Range: bytes=-6\r\n") +
                request("GET /rope", "Range: bytes=90000-\r\n") + request("POST /x", "Content-Length: 4\r\n") + "body" +
                request("GET /fast/12"));

    EXPECT_EQ(client.receive().body, "/fast/1");
    EXPECT_TRUE(client.receive().body == whole);
    EXPECT_EQ(client.receive(Body::none).status, 304U);
    EXPECT_EQ(client.receive(Body::none).headers.at("content-length"), std::to_string(whole.size()));
    EXPECT_EQ(client.receive().status, 404U);
    EXPECT_EQ(client.receive().body, "<xxx");
    EXPECT_EQ(client.receive().body, "/slow/7|");
    EXPECT_EQ(client.receive(Body::none).status, 404U);
    EXPECT_EQ(client.receive().body, "xxxxx>");
    EXPECT_EQ(client.receive().body, "xxxxxx>");
    EXPECT_EQ(client.receive().body, "/x|body");
    EXPECT_EQ(client.receive().body, "/fast/12");
}

TEST_F(Pipelining, TakesHeadsThatAreCutAnywhere) {
    RawClient client(server.address());
    const auto two = request("GET /fast/1") + request("GET /fast/2");
    for (const char byte : two) client.send(std::string(1, byte));

    EXPECT_EQ(client.receive().body, "/fast/1");
    EXPECT_EQ(client.receive().body, "/fast/2");
}

TEST_F(Pipelining, TakesWhatComesTogetherWhateverItsLength) {
    RawClient client(server.address());
    for (const std::size_t length : {400U, 480U, 511U, 512U, 513U, 1024U, 4096U, 6001U}) {
        const auto head = request("GET /fast/1", "X-Long: " + std::string(length, 'x') + "\r\n");
        const std::string body(length % 1000, 'y');
        const auto filled = request("POST /x", "Content-Length: " + std::to_string(body.size()) + "\r\n");
        client.send(head + filled + body + request("GET /fast/2"));

        EXPECT_EQ(client.receive().body, "/fast/1") << length;
        EXPECT_EQ(client.receive().body, "/x|" + body);
        EXPECT_EQ(client.receive().body, "/fast/2");
    }
}

TEST_F(Pipelining, OfManyConnectionsMixesNothingUp) {
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.address()));
        clients.back()->send(request("GET /fast/a" + std::to_string(i)) + "GET /fast/b" + std::to_string(i));
    }
    for (auto& client : clients) client->send(" HTTP/1.1\r\nHost: a\r\n\r\n");

    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(clients.at(i)->receive().body, "/fast/a" + std::to_string(i));
        EXPECT_EQ(clients.at(i)->receive().body, "/fast/b" + std::to_string(i));
    }
}

}  // namespace
}  // namespace slipway::testing
