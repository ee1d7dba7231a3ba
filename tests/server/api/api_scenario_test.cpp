// The API with its real parts, called with requests as the network would: no sockets.
#include "base/text.hpp"
#include "base/worker_pool.hpp"
#include "publishing/claimed_blobs.hpp"
#include "server/api/api_handler.hpp"
#include "server/api/io_thread_tree.hpp"
#include "server/http/target.hpp"
#include "storage/files/posix_file_system.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <future>

namespace slipway::api {
namespace {

using http::Method;
using http::Response;
using ::testing::HasSubstr;
using Fields = std::vector<std::pair<std::string, std::string>>;

const std::string dev = "/api/v1/repositories/main/channels/dev";

/// MUST for default member initialisers, where it cannot stand: it is a statement expression.
template <class T>
T opened(Result<T> result) {
    return MUST(std::move(result));
}

class PlainPages final : public Pages {
public:
    Response index(const PageContext&) const override { return page("index"); }
    Response repository(const PageContext&, const publishing::PublishedRepository&) const override {
        return page("main");
    }
    std::optional<Response> asset(std::string_view) const override { return std::nullopt; }

private:
    static Response page(std::string text) {
        Response response;
        response.body = std::move(text);
        return response;
    }
};

std::string body_of(const Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* bytes = std::get_if<http::Window<SharedBytes>>(&response.body))
        return bytes->of->substr(bytes->offset, bytes->length);
    return {};
}

Response wait_for(http::Reply reply) {
    if (auto* response = std::get_if<Response>(&reply)) return std::move(*response);
    std::promise<Response> promise;
    auto future = promise.get_future();
    std::get<http::Deferred>(reply)([&](Response response) { promise.set_value(std::move(response)); });
    return future.get();
}

class ApiScenarioTest : public ::testing::Test {
protected:
    ApiScenarioTest() {
        auto tx = MUST(catalog_->write());
        admin_ = MUST(publishing::create_token(tx, "admin", {"admin:*"}, {}, clock_.now())).secret;
        MUST(std::move(tx).commit());
    }
    ~ApiScenarioTest() override {
        use_tree(nullptr);
        disk_.join();
    }

    Response send(Method method, const std::string& target, std::optional<std::string> body = {}, Fields fields = {}) {
        const auto parsed = MUST(http::parse_target(target));
        http::Request request;
        request.method = method;
        request.path = parsed.path;
        request.trailing_slash = parsed.trailing_slash;
        request.query = parsed.query;
        for (auto& [name, value] : fields) request.headers.add(std::move(name), std::move(value));
        request.headers.add("Authorization", "Bearer " + admin_);
        if (!body) {
            auto at_once = handler_.answer_at_once(request);
            return at_once ? std::move(*at_once) : wait_for(handler_.handle(request, {}));
        }
        request.has_body = true;
        request.content_length = body->size();
        return with_body(request, *body);
    }

    Response with_body(const http::Request& request, const std::string& body) {
        auto plan = handler_.plan_body(request);
        if (auto* response = std::get_if<Response>(&plan)) return std::move(*response);
        if (std::holds_alternative<http::CollectBody>(plan)) return wait_for(handler_.handle(request, body));
        const auto sink = std::move(std::get<std::unique_ptr<http::BodySink>>(plan));
        const auto appended = sink->append(body);
        return appended.ok() ? wait_for(sink->finish()) : handler_.refuse(request, appended.error());
    }

    void make_repository() {
        const auto made = send(Method::put, "/api/v1/repositories/main",
                               R"({"distros":[{"name":"deb","format":"deb"}],"channels":[{"name":"dev"}]})");
        ASSERT_EQ(made.status, 201U) << body_of(made);
    }

    slipway::testing::TempDir directory_;
    SystemClock clock_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    storage::PosixFileSystem files_;
    std::unique_ptr<storage::Catalog> catalog_ = opened(storage::Catalog::open(directory_.path() / "slipway.db"));
    std::unique_ptr<storage::SegmentStore> segments_ = opened(storage::SegmentStore::open(files_, directory_.path()));
    std::unique_ptr<storage::BlobStore> blobs_ = opened(storage::BlobStore::open(files_, directory_.path()));
    std::unique_ptr<signing::SigningWorkers> signers_ = opened(signing::SigningWorkers::start(
        {.keys_directory = directory_.path() / "keys", .workers = 1, .gpg_program = {}}, log_));
    publishing::ClaimedBlobs claims_;
    WorkerPool disk_{2};
    std::unique_ptr<publishing::Publisher> publisher_ = opened(publishing::Publisher::open(
        {*catalog_, *segments_, *blobs_, *signers_, clock_, log_}, {"https://example.com", std::chrono::hours(168), 1},
        [](auto, auto done) { done(); }));
    publishing::Ingest ingest_{*catalog_, *blobs_, *signers_, claims_,
                               [this](auto job) { disk_.post(std::move(job)); }};
    publishing::TokenBook tokens_{*catalog_, clock_};
    PlainPages pages_;
    ApiHandler handler_{Parts{*publisher_,
                              ingest_,
                              *catalog_,
                              *blobs_,
                              tokens_,
                              clock_,
                              log_,
                              pages_,
                              ApiLimits{.disk_reserve = 0},
                              "https://example.com",
                              [] { return std::string("metric 1\n"); },
                              {},
                              [this](auto job) { disk_.post(std::move(job)); }}};
    std::string admin_;
};

TEST_F(ApiScenarioTest, AnUploadedPackageIsListedServedAndRemoved) {
    make_repository();
    const auto deb = slipway::testing::a_deb("hello").build();
    const auto sha256 = sha256_of(deb).hex();

    const auto uploaded = send(Method::put, dev + "/packages/hello.deb", deb, {{"X-Checksum-Sha256", sha256}});
    const auto again = send(Method::put, dev + "/packages/hello.deb", deb);
    use_tree(publisher_->current());
    const auto served =
        send(Method::get, "/main/deb/pool/main/h/hello/" + sha256.substr(0, 16) + "/hello_1.0_amd64.deb");
    const auto listed = send(Method::get, dev + "/packages?name=hello");
    const auto removed = send(Method::del, dev + "/packages/" + sha256 + "?reason=test");

    EXPECT_EQ(uploaded.status, 201U) << body_of(uploaded);
    EXPECT_THAT(body_of(uploaded), HasSubstr("https://example.com/main/deb/pool/main/h/hello/" + sha256.substr(0, 16)));
    EXPECT_EQ(again.status, 200U) << body_of(again);
    EXPECT_EQ(served.status, 200U);
    EXPECT_EQ(http::size_of(served.body), deb.size());
    EXPECT_EQ(served.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_THAT(body_of(listed), HasSubstr(sha256));
    EXPECT_EQ(removed.status, 200U) << body_of(removed);
    EXPECT_THAT(body_of(send(Method::get, dev + "/packages")), HasSubstr("\"packages\":[]"));
}

TEST_F(ApiScenarioTest, AWrongDigestLeavesNothingBehind) {
    make_repository();

    const auto refused = send(Method::put, dev + "/packages/hello.deb", slipway::testing::a_deb("hello").build(),
                              {{"X-Checksum-Sha256", std::string(64, '0')}});

    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(body_of(refused), HasSubstr("urn:slipway:digest-mismatch"));
    EXPECT_THAT(body_of(send(Method::get, dev + "/packages")), HasSubstr("\"packages\":[]"));
}

TEST_F(ApiScenarioTest, ABadFileRefusesTheWholeBatch) {
    make_repository();
    const std::string form = "--b\r\nContent-Disposition: form-data; name=\"package\"; filename=\"a.deb\"\r\n\r\n" +
                             slipway::testing::a_deb("hello").build() +
                             "\r\n--b\r\nContent-Disposition: form-data; name=\"package\"; filename=\"b.deb\"\r\n\r\n" +
                             "no package\r\n--b--\r\n";

    const auto refused =
        send(Method::post, dev + "/packages", form, {{"Content-Type", "multipart/form-data; boundary=b"}});

    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(body_of(refused), HasSubstr(R"("errors":[{"file":"b.deb","code":"invalid-package")"));
    EXPECT_THAT(body_of(send(Method::get, dev + "/packages")), HasSubstr("\"packages\":[]"));
}

TEST_F(ApiScenarioTest, ServesEntryPointsWithTheirCachingRules) {
    make_repository();
    use_tree(publisher_->current());

    const auto release = send(Method::get, "/main/deb/dists/dev/InRelease");
    const std::string etag(release.headers.find("ETag").value_or(""));
    const auto unchanged = send(Method::get, "/main/deb/dists/dev/InRelease", {}, {{"If-None-Match", etag}});
    const auto part = send(Method::get, "/main/deb/dists/dev/InRelease", {}, {{"Range", "bytes=0-4"}});
    const auto beyond = send(Method::get, "/main/deb/dists/dev/InRelease", {}, {{"Range", "bytes=9999999-"}});

    EXPECT_EQ(release.status, 200U);
    EXPECT_EQ(release.headers.find("Cache-Control"), "no-cache");
    EXPECT_EQ(unchanged.status, 304U);
    EXPECT_EQ(part.status, 206U);
    EXPECT_EQ(body_of(part), "-----");
    EXPECT_EQ(beyond.status, 416U);
    EXPECT_EQ(send(Method::get, "/main/deb/dists/none/InRelease").status, 404U);
    EXPECT_EQ(send(Method::get, "/main/keys.asc").status, 200U);
    EXPECT_EQ(send(Method::get, "/main/deb/dists/dev/Release.gpg").status, 200U);
}

TEST_F(ApiScenarioTest, TokensAreMadeListedAndRevoked) {
    const auto made = send(Method::post, "/api/v1/tokens", R"({"name":"ci","scopes":["upload:main"]})");
    const auto listed = send(Method::get, "/api/v1/tokens");
    const auto revoked = send(Method::del, "/api/v1/tokens/2");

    EXPECT_EQ(made.status, 201U) << body_of(made);
    EXPECT_THAT(body_of(made), HasSubstr("\"secret\":\"slw_"));
    EXPECT_THAT(body_of(listed), ::testing::Not(HasSubstr("slw_")));
    EXPECT_EQ(revoked.status, 204U);
    EXPECT_EQ(send(Method::del, "/api/v1/tokens/2").status, 404U);
    EXPECT_THAT(body_of(send(Method::get, "/api/v1/events")), HasSubstr("token.revoke"));
}

TEST_F(ApiScenarioTest, ARequestFromAnotherSiteIsRefused) {
    const auto refused = send(Method::post, "/api/v1/tokens", "{}", {{"Origin", "https://evil.example"}});

    EXPECT_EQ(refused.status, 403U);
    EXPECT_THAT(body_of(refused), HasSubstr("urn:slipway:cross-site"));
}

TEST_F(ApiScenarioTest, AWrongMethodIsToldTheRightOnes) {
    const auto refused = send(Method::post, "/api/v1/events", "{}");

    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(refused.headers.find("Allow"), "GET, HEAD");
}

}  // namespace
}  // namespace slipway::api
