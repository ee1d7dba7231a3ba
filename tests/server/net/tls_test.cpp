#include "base/files/posix_file_system.hpp"
#include "tests/server/net/fake_handler.hpp"
#include "tests/server/net/raw_client.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fcntl.h>
#include <filesystem>

namespace slipway::testing {
namespace {

using ::testing::HasSubstr;

/// A server with a self-signed certificate, asked by curl.
class TlsServer : public ::testing::Test {
protected:
    void SetUp() override {
        make_certificate("first.example");
        server.options.listen = {"https://127.0.0.1:0"};
        server.options.tls = {path("cert.pem"), path("key.pem")};
        server.start();
    }
    std::string path(const std::string& name) const { return (directory.path() / name).string(); }
    void make_certificate(const std::string& name) const {
        const auto made =
            run_command({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                         "-days", "1", "-subj", "/CN=" + name, "-keyout", path("key.pem"), "-out", path("cert.pem")});
        ASSERT_EQ(made.exit_code, 0) << made.output;
    }
    std::string curl(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"curl", "-sSk", "--noproxy", "*", "--max-time", "20"});
        return run_command(arguments).output;
    }

    TempDir directory;
    TestServer server;
};

TEST_F(TlsServer, ServesSeveralRequestsOverOneConnection) {
    const auto url = server.address() + "/fast";

    EXPECT_EQ(curl({url + "1", url + "2"}), "/fast1/fast2");
}

TEST_F(TlsServer, TakesHeadsOfAnyLength) {
    const auto url = server.address() + "/fast";

    for (const std::size_t length : {300U, 400U, 450U, 1000U, 6000U})
        EXPECT_EQ(curl({"-H", "X-Long: " + std::string(length, 'x'), url + "1", url + "2"}), "/fast1/fast2") << length;
}

TEST_F(TlsServer, TakesUploadsAndSendsLargeBodies) {
    const auto upload = std::make_shared<Upload>();
    server.handler.plan = [&](const http::Request&) { return a_sink(upload); };
    const std::string bytes(3'000'000, 'y');
    server.handler.fast["/large"] = [&](const http::Request&) { return text_response(bytes); };
    const auto file = directory.write("upload", bytes);

    EXPECT_EQ(curl({"-T", file, server.address() + "/a"}), "stored");
    EXPECT_TRUE(upload->bytes == bytes);
    EXPECT_TRUE(curl({server.address() + "/large"}) == bytes);
}

TEST_F(TlsServer, SendsARopeOfManyPiecesThatNeedsMoreThanTheSocketTakes) {
    std::string bytes(8'000'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 + (i >> 8));
    const auto file = directory.write("file", bytes);
    const std::shared_ptr<const ByteSource> opened = MUST(PosixFileSystem().open_to_read(file));
    Rope rope{"before", {}, "after"};
    for (std::uint64_t at = 0; at + 33'333 <= bytes.size(); at += 40'000) rope.slices.push_back({opened, at, 33'333});
    rope.slices.push_back({opened, 0, bytes.size()});
    const auto shared = std::make_shared<const Rope>(std::move(rope));
    server.handler.fast["/rope"] = [shared](const http::Request&) {
        http::Response response;
        response.body = http::Window<SharedRope>{shared, 0, shared->size()};
        return response;
    };

    std::string whole = "before";
    for (std::size_t at = 0; at + 33'333 <= bytes.size(); at += 40'000) whole += bytes.substr(at, 33'333);
    whole += bytes + "after";
    EXPECT_TRUE(curl({server.address() + "/rope"}) == whole);
    EXPECT_TRUE(curl({"--tls-max", "1.2", server.address() + "/rope"}) == whole);
}

TEST_F(TlsServer, RefusesAKeyUnderAPassphraseInsteadOfAsking) {
    const auto made = run_command(
        {"openssl", "ec", "-aes256", "-passout", "pass:x", "-in", path("key.pem"), "-out", path("key.pem")});
    ASSERT_EQ(made.exit_code, 0) << made.output;

    EXPECT_FAULT(server.server->reload_tls(), Fault::invalid_input);
}

TEST_F(TlsServer, RefusesAKeyOfAnotherCertificate) {
    const auto made = run_command({"openssl", "ecparam", "-genkey", "-name", "prime256v1", "-out", path("key.pem")});
    ASSERT_EQ(made.exit_code, 0) << made.output;

    EXPECT_FAULT(server.server->reload_tls(), Fault::invalid_input);
}

TEST_F(TlsServer, RefusesVersionsBelow12) {
    EXPECT_THAT(curl({"--tls-max", "1.1", "--ciphers", "ALL:@SECLEVEL=0", server.address() + "/fast"}),
                HasSubstr("curl:"));
}

TEST_F(TlsServer, ShowsTheNewCertificateAfterAReload) {
    EXPECT_THAT(curl({"-v", server.address() + "/fast"}), HasSubstr("CN=first.example"));
    make_certificate("second.example");

    MUST(server.server->reload_tls());

    EXPECT_THAT(curl({"-v", server.address() + "/fast"}), HasSubstr("CN=second.example"));
}

TEST_F(TlsServer, KeepsItsCertificateWhenTheNewOneIsBad) {
    directory.write("cert.pem", "no certificate");

    EXPECT_FAULT(server.server->reload_tls(), Fault::invalid_input);
    EXPECT_EQ(curl({server.address() + "/fast"}), "/fast");
}

TEST_F(TlsServer, SurvivesAClientThatSpeaksNoTls) {
    RawClient plain("http" + server.address().substr(5));
    plain.send("GET / HTTP/1.1\r\n\r\n");

    EXPECT_TRUE(plain.is_closed_within(std::chrono::seconds(5)));
    EXPECT_EQ(curl({server.address() + "/fast"}), "/fast");
}

}  // namespace
}  // namespace slipway::testing
