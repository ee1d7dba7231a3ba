#include "storage/s3/credential_cache.hpp"

#include "tests/support/fake_clock.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Gives out what it is told to.
class ScriptedSource final : public CredentialSource {
public:
    Result<Credentials> load() const override {
        ++loads;
        return next;
    }

    Result<Credentials> next = Credentials{"first", "secret"};
    mutable int loads = 0;
};

class CredentialCacheTest : public ::testing::Test {
protected:
    Credentials expiring_in(std::chrono::seconds time, const char* id) const {
        return {id, "s", "t", clock.now() + time};
    }
    std::string current_id() { return MUST(cache.current()).access_key_id; }

    testing::FakeClock clock;
    ScriptedSource source;
    CredentialCache cache{source, clock};
};

TEST_F(CredentialCacheTest, LoadsThoseThatStayOnce) {
    EXPECT_EQ(current_id(), "first");
    clock.advance(24h);
    EXPECT_EQ(current_id(), "first");

    EXPECT_EQ(source.loads, 1);
}

TEST_F(CredentialCacheTest, RenewsThoseThatExpireInFiveMinutes) {
    source.next = expiring_in(1h, "first");
    EXPECT_EQ(current_id(), "first");
    clock.advance(54min);
    EXPECT_EQ(current_id(), "first");

    source.next = expiring_in(2h, "second");
    clock.advance(1min);

    EXPECT_EQ(current_id(), "second");
    EXPECT_EQ(source.loads, 2);
}

TEST_F(CredentialCacheTest, UsesWhatStillHoldsWhileThereIsNothingNewer) {
    source.next = expiring_in(1h, "first");
    EXPECT_EQ(current_id(), "first");

    source.next = Error(Fault::io, "the command failed");
    clock.advance(56min);
    EXPECT_EQ(current_id(), "first");
    clock.advance(4min);

    const auto expired = cache.current();
    EXPECT_FAULT(expired, Fault::io);
    EXPECT_THAT(expired.error().message(), HasSubstr("the command failed"));
}

TEST_F(CredentialCacheTest, AsksOnceInTenSeconds) {
    source.next = Error(Fault::invalid_input, "no such profile");
    for (int i = 0; i < 100; ++i) EXPECT_FAULT(cache.current(), Fault::io);
    EXPECT_EQ(source.loads, 1);

    clock.advance(10s);
    source.next = Credentials{"first", "secret"};

    EXPECT_EQ(current_id(), "first");
}

TEST_F(CredentialCacheTest, DoesNotAskAllTheTimeForThoseThatNeverLastFiveMinutes) {
    source.next = expiring_in(2min, "short");
    for (int i = 0; i < 100; ++i) EXPECT_EQ(current_id(), "short");

    EXPECT_EQ(source.loads, 1);
}

TEST_F(CredentialCacheTest, RefusesThoseThatHaveExpired) {
    source.next = expiring_in(0s, "late");

    const auto credentials = cache.current();

    EXPECT_FAULT(credentials, Fault::io);
    EXPECT_THAT(credentials.error().message(), HasSubstr("have expired at 2027-01-15T08:00:00Z"));
}

TEST_F(CredentialCacheTest, TakesOthersWhenTheStoreRefusesThem) {
    const auto refused = MUST(cache.current());
    clock.advance(1min);
    source.next = Credentials{"second", "secret"};

    EXPECT_TRUE(cache.replace(refused));
    EXPECT_EQ(current_id(), "second");
    EXPECT_TRUE(cache.replace(refused));  // as another thread would find it

    EXPECT_EQ(source.loads, 2);
}

TEST_F(CredentialCacheTest, SaysWhenThereAreNoOthers) {
    const auto refused = MUST(cache.current());
    EXPECT_FALSE(cache.replace(refused));
    clock.advance(1min);

    EXPECT_FALSE(cache.replace(refused));
    EXPECT_EQ(source.loads, 2);
}

}  // namespace
}  // namespace slipway::s3
