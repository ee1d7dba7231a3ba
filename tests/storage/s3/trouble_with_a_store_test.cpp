// The client and a real store with a proxy between them that throttles, hangs and cuts: run by run_with_store.py.
#include "storage/s3/multipart.hpp"
#include "tests/storage/s3/store_fixture.hpp"
#include "tests/storage/s3/store_proxy.hpp"

#include <optional>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Remembers how many attempts the last call took, and how it ended.
class LastCall final : public CallObserver {
public:
    void observe(const Call& call) override { last = call; }
    Call last{};
};

class TroubleWithAStore : public StoreFixture {
protected:
    TroubleWithAStore() {
        Limits limits;
        limits.call = 6s;
        through.emplace(Caller::Parts{*troubled_bucket, credentials, *impatient, clock, timing, calls}, limits);
    }
    Result<PutResult> put_through(std::string_view name, const std::string& text, PutOptions options = {}) {
        const MemoryBytes bytes(text);
        return through->put(key(name), {&bytes, 0, text.size()}, sha256_of(text), options);
    }

    StoreProxy proxy{endpoint};
    std::unique_ptr<CurlTransport> impatient = a_transport({"", 1s, 1s, 4});
    const std::optional<Bucket> troubled_bucket = a_bucket(bucket->url(), proxy.endpoint());
    LastCall calls;
    std::optional<Client> through;
};

TEST_F(TroubleWithAStore, IsNoneWithoutAny) {
    EXPECT_EQ(MUST(put_through("a", "text")), PutResult::written);
    EXPECT_EQ(MUST(through->read(key("a"), {0, 4})), "text");
}

TEST_F(TroubleWithAStore, ThatThrottlesPasses) {
    proxy.make({Trouble::slow_down, Trouble::slow_down});

    EXPECT_EQ(MUST(put_through("a", "text")), PutResult::written);

    EXPECT_EQ(calls.last.attempts, 3U);
    EXPECT_EQ(MUST(get("a", {0, 4})), "text");
}

TEST_F(TroubleWithAStore, ThatThrottlesForEverIsBusy) {
    proxy.make_always(Trouble::slow_down);

    EXPECT_FAULT(put_through("a", "text"), Fault::busy);

    EXPECT_EQ(calls.last.outcome, Outcome::throttled);
    EXPECT_EQ(MUST(client->find(key("a"))), std::nullopt);
}

TEST_F(TroubleWithAStore, ThatHangsOnceIsSurvived) {
    proxy.make({Trouble::hang});

    EXPECT_EQ(MUST(put_through("a", "text")), PutResult::written);

    EXPECT_EQ(calls.last.attempts, 2U);
}

TEST_F(TroubleWithAStore, ThatHangsForEverEndsInTime) {
    proxy.make_always(Trouble::hang);
    const auto begin = std::chrono::steady_clock::now();

    EXPECT_FAULT(through->find(key("a")), Fault::io);

    EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s);
    EXPECT_EQ(calls.last.outcome, Outcome::timed_out);
}

TEST_F(TroubleWithAStore, ThatCutsARequestLeavesNothingOfIt) {
    proxy.make_always(Trouble::cut_request);

    EXPECT_FAULT(put_through("a", std::string(100'000, 'x')), Fault::io);

    EXPECT_EQ(MUST(client->find(key("a"))), std::nullopt);
}

TEST_F(TroubleWithAStore, ThatCutsARequestOnceIsSurvived) {
    const std::string text(3'000'000, 'x');
    proxy.make({Trouble::cut_request});

    EXPECT_EQ(MUST(put_through("a", text)), PutResult::written);

    EXPECT_EQ(sha256_of(MUST(get("a", {0, text.size()}))), sha256_of(text));
}

TEST_F(TroubleWithAStore, ThatLosesAnAnswerLeavesTheObjectOnce) {
    proxy.make({Trouble::lose_answer});

    EXPECT_EQ(MUST(put_through("a", "text")), PutResult::written);

    EXPECT_EQ(MUST(get("a", {0, 4})), "text");
}

TEST_F(TroubleWithAStore, ThatLosesAnAnswerMakesOneTakeItsOwnObjectForAnothers) {
    if (!is_rgw()) return;
    proxy.make({Trouble::lose_answer});

    EXPECT_EQ(MUST(put_through("a", "text", {Existing::keep})), PutResult::kept);

    EXPECT_EQ(MUST(get("a", {0, 4})), "text");
}

TEST_F(TroubleWithAStore, ThatCutsAnAnswerLetsTheRestBeRead) {
    const std::string text(3'000'000, 'x');
    MUST(put("a", text));
    proxy.let_through(1'000'000);
    proxy.make({Trouble::cut_answer, Trouble::cut_answer});

    EXPECT_EQ(sha256_of(MUST(through->read(key("a"), {0, text.size()}))), sha256_of(text));

    EXPECT_EQ(calls.last.attempts, 3U);
    EXPECT_LT(calls.last.received, 4'000'000U) << "nothing is read twice";
}

TEST_F(TroubleWithAStore, ThatCutsAnAnswerDoesNotMixTwoObjects) {
    MUST(put("a", std::string(3'000'000, 'x')));
    proxy.let_through(1'000'000);
    proxy.make({Trouble::cut_answer});
    bool is_replaced = false;

    const auto got = through->get(key("a"), {0, 3'000'000}, [&](ByteView) -> Result<> {
        if (std::exchange(is_replaced, true)) return {};
        TRY(put("a", std::string(3'000'000, 'y')));
        return {};
    });

    EXPECT_FAULT(got, Fault::precondition_failed);
}

TEST_F(TroubleWithAStore, OfEveryKindIsSurvivedByAnUploadInParts) {
    constexpr std::uint64_t mib = 1024 * 1024;
    const std::string text(11 * mib, 'x');
    const MemoryBytes bytes(text);
    proxy.make({Trouble::slow_down, Trouble::none, Trouble::cut_request, Trouble::lose_answer, Trouble::none,
                Trouble::hang, Trouble::slow_down});

    const auto put =
        put_in_parts(*through, key("large"), {&bytes, 0, text.size()}, sha256_of(text), {}, {5 * mib, 5 * mib});

    EXPECT_TRUE(put.ok()) << put.error().message();
    EXPECT_EQ(sha256_of(MUST(get("large", {0, text.size()}))), sha256_of(text));
}

TEST_F(TroubleWithAStore, IsToldWithItsReason) {
    proxy.make_always(Trouble::slow_down);

    EXPECT_THAT(through->check().error().message(), HasSubstr("503 SlowDown"));
}

}  // namespace
}  // namespace slipway::s3
