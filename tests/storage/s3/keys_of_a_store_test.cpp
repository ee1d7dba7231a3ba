// Keys, presigned URLs and certificates, asked of a real store: run by run_with_store.py.
#include "tests/storage/s3/store_fixture.hpp"
#include "tests/support/command.hpp"
#include "tests/support/fake_clock.hpp"

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::AnyOf;
using ::testing::HasSubstr;

class KeysOfAStore : public StoreFixture {
protected:
    /// What the store says to somebody with these keys, or at that time.
    Result<> check_as(Credentials keys, const Clock& at) {
        const GivenCredentials given(std::move(keys));
        CredentialCache cache(given, at);
        return Client({*bucket, cache, *transport, at, timing, metrics}, {}).check();
    }
    Credentials own() { return MUST(source.load()); }
    static std::string curl(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"curl", "-sS"});
        return testing::run_command(arguments).output;
    }
};

TEST_F(KeysOfAStore, AreTaken) { EXPECT_TRUE(client->check().ok()); }

TEST_F(KeysOfAStore, AreRefusedWithAnotherSecret) {
    auto wrong = own();
    wrong.secret_access_key += "x";

    const auto refused = check_as(wrong, clock);

    EXPECT_FAULT(refused, Fault::io);
    EXPECT_THAT(refused.error().message(),
                AnyOf(HasSubstr("403 SignatureDoesNotMatch"), HasSubstr("403 AccessDenied")));
}

TEST_F(KeysOfAStore, AreRefusedWithAnUnknownName) {
    auto wrong = own();
    wrong.access_key_id += "x";

    const auto refused = check_as(wrong, clock);

    EXPECT_FAULT(refused, Fault::io);
    EXPECT_THAT(refused.error().message(), AnyOf(HasSubstr("InvalidAccessKeyId"), HasSubstr("SignatureDoesNotMatch"),
                                                 HasSubstr("403 AccessDenied")));
}

TEST_F(KeysOfAStore, AreRefusedAtAnotherTime) {
    testing::FakeClock other;

    const auto refused = check_as(own(), other);

    EXPECT_FAULT(refused, Fault::io);
    EXPECT_THAT(refused.error().message(), HasSubstr("RequestTimeTooSkewed"));
}

TEST_F(KeysOfAStore, DoNotOpenABucketThatIsMissing) {
    const auto other = a_bucket("s3://not-there", endpoint);
    Client of_other({other, credentials, *transport, clock, timing, metrics}, {});
    const MemoryBytes bytes("text");

    const auto missing = of_other.check();

    EXPECT_FAULT(missing, Fault::io);
    EXPECT_THAT(missing.error().message(), HasSubstr("aws s3 mb s3://not-there"));
    EXPECT_FAULT(of_other.put(key("a"), {&bytes, 0, 4}, sha256_of("text")), Fault::io);
    EXPECT_FAULT(of_other.get(key("a"), {0, 1}, [](ByteView) { return Result<>(); }), Fault::io);
}

TEST_F(KeysOfAStore, MayBeTemporary) {
    const Credentials keys{variable("SLIPWAY_TEST_S3_TEMPORARY_KEY"), variable("SLIPWAY_TEST_S3_TEMPORARY_SECRET"),
                           variable("SLIPWAY_TEST_S3_TEMPORARY_TOKEN")};
    if (keys.session_token.empty()) return;  // the store gives none
    MUST(put("a", "text"));

    EXPECT_TRUE(check_as(keys, clock).ok());
    EXPECT_EQ(curl({MUST(presign_get(*bucket, keys, clock.now(), key("a"), {})).url}), "text");
    EXPECT_FAULT(check_as({keys.access_key_id, keys.secret_access_key}, clock), Fault::io);
}

TEST_F(KeysOfAStore, PresignUrlsForAnybody) {
    MUST(put("hello_1.0~rc1+b1_amd64.deb", "hello world"));

    const auto presigned =
        MUST(client->presign(key("hello_1.0~rc1+b1_amd64.deb"), {1h, "application/vnd.debian.binary-package"}));

    EXPECT_EQ(curl({presigned.url}), "hello world");
    EXPECT_EQ(curl({"-r", "6-10", presigned.url}), "world");
    EXPECT_THAT(curl({"-o", "/dev/null", "-w", "%{http_code}", presigned.url + "0"}), "403");
    EXPECT_THAT(curl({"-o", "/dev/null", "-w", "%{content_type}", presigned.url}),
                HasSubstr("application/vnd.debian.binary-package"));
}

TEST_F(KeysOfAStore, PresignUrlsThatEnd) {
    MUST(put("a", "text"));
    const auto an_hour_ago = clock.now() - 1h;

    const auto presigned = MUST(presign_get(*bucket, own(), an_hour_ago, key("a"), {59min}));

    EXPECT_THAT(curl({"-o", "/dev/null", "-w", "%{http_code}", presigned.url}), "403");
}

TEST_F(KeysOfAStore, AreSentToAStoreWithATrustedCertificateOnly) {
    const auto tls_endpoint = variable("SLIPWAY_TEST_S3_TLS_ENDPOINT");
    if (tls_endpoint.empty()) return;
    const auto over_tls = a_bucket("s3://packages", tls_endpoint);
    const auto trusting = a_transport({variable("SLIPWAY_TEST_S3_CA_FILE")});
    Client of_trusted({over_tls, credentials, *trusting, clock, timing, metrics}, {});
    Client of_unknown({over_tls, credentials, *transport, clock, timing, metrics}, {});

    EXPECT_TRUE(of_trusted.check().ok());

    const auto refused = of_unknown.check();
    EXPECT_FAULT(refused, Fault::io);
    EXPECT_THAT(refused.error().message(), HasSubstr("certificate"));
}

}  // namespace
}  // namespace slipway::s3
