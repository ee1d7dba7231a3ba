#pragma once

#include "storage/s3/client.hpp"
#include "tests/storage/s3/s3_builders.hpp"
#include "tests/storage/s3/scripted_transport.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace slipway::s3 {

/// Time that passes only in pauses.
class FakeTiming final : public Timing {
public:
    std::chrono::steady_clock::time_point now() const override { return now_; }
    void pause(std::chrono::milliseconds length) override {
        pauses.push_back(length);
        now_ += length;
    }
    double jitter() override { return 0; }

    std::vector<std::chrono::milliseconds> pauses{};

private:
    std::chrono::steady_clock::time_point now_{};
};

class RecordedCalls final : public CallObserver {
public:
    void observe(const Call& call) override { calls.push_back(call); }
    std::vector<Call> calls{};
};

class FixedCredentials final : public CredentialSource {
public:
    Result<Credentials> load() const override { return next; }
    Result<Credentials> next = Credentials{"id", "secret"};
};

/// A client of a store that answers as it is told.
class ClientFixture : public ::testing::Test {
protected:
    static ObjectKey key(const char* text) { return a_key(text); }
    void the_store_does(std::vector<Attempt> script) {
        transport.script.assign(std::make_move_iterator(script.begin()), std::make_move_iterator(script.end()));
    }
    Result<PutResult> put(const std::string& text, Existing existing = Existing::replace) {
        const MemoryBytes bytes(text);
        return client.put(key("a"), {&bytes, 0, text.size()}, sha256_of(text), {existing});
    }
    Result<std::string> get(Range range) {
        std::string got;
        TRY(client.get(key("a"), range, [&](ByteView bytes) {
            got.append(bytes);
            return Result<>();
        }));
        return got;
    }

    Bucket bucket = a_bucket("s3://packages/prod", "http://127.0.0.1:7480");
    testing::FakeClock clock;
    FixedCredentials source;
    CredentialCache credentials{source, clock};
    ScriptedTransport transport;
    FakeTiming timing;
    RecordedCalls recorded;
    Client client{{bucket, credentials, transport, clock, timing, recorded}, {}};
};

}  // namespace slipway::s3
