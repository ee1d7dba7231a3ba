#pragma once

#include "storage/s3/client.hpp"
#include "storage/s3/credential_sources.hpp"
#include "tests/storage/s3/s3_builders.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

namespace slipway::s3 {

/// A variable that run_with_store.py has set.
inline std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// For tests in which nobody counts.
class NoMetrics final : public CallObserver {
public:
    void observe(const Call&) override {}
};

/// A client of a real store, with a prefix of its own for each test.
class StoreFixture : public ::testing::Test {
protected:
    StoreFixture() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        bucket.emplace(a_bucket(std::string("s3://packages/") + test->name(), endpoint));
        client.emplace(Caller::Parts{*bucket, credentials, *transport, clock, timing, metrics}, Limits{});
    }
    ~StoreFixture() override {
        for (const auto& name : names()) MUST(client->remove(key(name)));
    }

    static bool is_rgw() { return variable("SLIPWAY_TEST_S3_STORE") == "rgw"; }
    static ObjectKey key(std::string_view text) { return a_key(text); }

    Result<PutResult> put(std::string_view name, const std::string& text, Existing existing = Existing::replace) {
        const MemoryBytes bytes(text);
        return client->put(key(name), {&bytes, 0, text.size()}, sha256_of(text), {existing});
    }
    Result<std::string> get(std::string_view name, Range range) {
        std::string got;
        TRY(client->get(key(name), range, [&](ByteView bytes) {
            got.append(bytes);
            return Result<>();
        }));
        return got;
    }
    std::vector<std::string> names(std::string_view below = "") {
        std::vector<std::string> out;
        MUST(client->visit(below, [&](const ListedObject& object) {
            out.push_back(object.name);
            return Result<>();
        }));
        return out;
    }

    const std::string endpoint = variable("SLIPWAY_TEST_S3_ENDPOINT");
    EnvironmentCredentials source{::getenv};
    SystemClock clock;
    CredentialCache credentials{source, clock};
    std::unique_ptr<CurlTransport> transport = a_transport({});
    SystemTiming timing;
    NoMetrics metrics;
    std::optional<Bucket> bucket;
    std::optional<Client> client;
};

/// Keys that are given.
class GivenCredentials final : public CredentialSource {
public:
    explicit GivenCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
    Result<Credentials> load() const override { return credentials_; }

private:
    const Credentials credentials_;
};

}  // namespace slipway::s3
