#include "base/files/posix_file_system.hpp"
#include "server/http/conditional.hpp"
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace slipway::testing {
namespace {

std::string numbered_bytes(std::size_t count, unsigned seed) {
    std::string bytes(count, '\0');
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * 31 + (i >> 8) + seed);
    return bytes;
}

/// Text, two slices of one file that follow one another, one of another file, text: 3.5 MB.
class RopeResponse : public ::testing::Test {
protected:
    void SetUp() override {
        const auto first = numbered_bytes(3'000'000, 1);
        const auto second = numbered_bytes(600'000, 7);
        Rope rope{"before",
                  {slice(first, 100, 900'000), slice_again(900'100, 2'000'000), slice(second, 5, 500'000)},
                  "after"};
        whole = "before" + first.substr(100, 2'900'000) + second.substr(5, 500'000) + "after";
        shared = std::make_shared<const Rope>(std::move(rope));
        server.handler.fast["/rope"] = [this](const http::Request& request) {
            const http::Window<SharedRope> all{shared, 0, shared->size()};
            return http::answer_conditionally(request, {"\"e\"", std::nullopt}, {"text/plain", "no-cache", all});
        };
        server.start();
    }
    Slice slice(const std::string& content, std::uint64_t offset, std::uint64_t length) {
        const auto path = directory.write("file" + std::to_string(files++), content);
        last = MUST(PosixFileSystem().open_to_read(path));
        return slice_again(offset, length);
    }
    Slice slice_again(std::uint64_t offset, std::uint64_t length) const { return {last, offset, length}; }
    RawResponse get(const std::string& fields) const {
        return RawClient(server.address()).ask("GET /rope HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
    }

    TempDir directory;
    int files = 0;
    std::shared_ptr<const ByteSource> last;
    SharedRope shared;
    std::string whole;
    TestServer server;
};

TEST_F(RopeResponse, ArrivesByteForByte) {
    const auto response = get("");

    EXPECT_EQ(response.status, 200U);
    EXPECT_TRUE(response.body == whole);
}

TEST_F(RopeResponse, ArrivesWhenItsFilesAreNotInMemory) {
    for (const auto& slice : shared->slices) {
        ASSERT_EQ(::fsync(slice.source->descriptor()), 0);
        ASSERT_EQ(::posix_fadvise(slice.source->descriptor(), 0, 0, POSIX_FADV_DONTNEED), 0);
    }

    EXPECT_TRUE(get("").body == whole);
}

TEST_F(RopeResponse, HasNoBodyInAnswerToHead) {
    RawClient client(server.address());
    client.send("HEAD /rope HTTP/1.1\r\nHost: a\r\nRange: bytes=0-5\r\n\r\n");

    const auto response = client.receive(RawClient::Body::none);
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.headers.at("content-length"), std::to_string(whole.size()));
    EXPECT_EQ(client.ask("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n").body, "/fast");
}

TEST_F(RopeResponse, OfAFileThatBecameShorterClosesTheConnection) {
    const auto path = directory.write("shrinking", std::string(200'000, 'z'));
    const std::shared_ptr<const ByteSource> file = MUST(PosixFileSystem().open_to_read(path));
    shared = std::make_shared<const Rope>(Rope{"", {{file, 0, 200'000}}, ""});
    directory.write("shrinking", "z");

    RawClient client(server.address());
    client.send("GET /rope HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(client.is_closed_within(std::chrono::seconds(5)));
}

/// Bytes that no descriptor leads to.
class RemoteBytes final : public ByteSource {
public:
    explicit RemoteBytes(std::string bytes) : bytes_(std::move(bytes)) {}
    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override {
        return offset < bytes_.size() ? bytes_.copy(into.data(), into.size(), offset) : 0;
    }
    Result<std::uint64_t> size() const override { return bytes_.size(); }

private:
    const std::string bytes_;
};

TEST_F(RopeResponse, ArrivesFromASourceWithoutADescriptor) {
    const auto bytes = numbered_bytes(3'000'000, 3);
    const auto remote = std::make_shared<const RemoteBytes>(bytes);
    shared = std::make_shared<const Rope>(
        Rope{"<", {{remote, 10, 200'000}, slice_again(5, 100), {remote, 300'000, 2'700'000}}, ">"});
    whole = "<" + bytes.substr(10, 200'000) + MUST(last->read(5, 100)) + bytes.substr(300'000) + ">";

    EXPECT_TRUE(get("").body == whole);
    EXPECT_TRUE(get("Range: bytes=199000-201000\r\n").body == whole.substr(199'000, 2'001));
}

TEST_F(RopeResponse, OfASourceThatEndsEarlyClosesTheConnection) {
    const auto remote = std::make_shared<const RemoteBytes>("short");
    shared = std::make_shared<const Rope>(Rope{"", {{remote, 0, 200'000}}, ""});

    RawClient client(server.address());
    client.send("GET /rope HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(client.is_closed_within(std::chrono::seconds(5)));
}

TEST_F(RopeResponse, ARangeIsCutOutAcrossPieces) {
    const auto response = get("Range: bytes=3-900200\r\n");

    EXPECT_EQ(response.status, 206U);
    EXPECT_EQ(response.headers.at("content-range"), "bytes 3-900200/3400011");
    EXPECT_TRUE(response.body == whole.substr(3, 900'198));
}

TEST_F(RopeResponse, ASuffixEndsWithTheTextBehindTheSlices) {
    EXPECT_TRUE(get("Range: bytes=-10\r\n").body == whole.substr(whole.size() - 10));
}

TEST_F(RopeResponse, IsFollowedByTheNextAnswerOfAPipeline) {
    RawClient client(server.address());
    client.send("GET /rope HTTP/1.1\r\nHost: a\r\n\r\nGET /fast HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_TRUE(client.receive().body == whole);
    EXPECT_EQ(client.receive().body, "/fast");
}

}  // namespace
}  // namespace slipway::testing
