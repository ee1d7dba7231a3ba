#include "server/net/body_pace.hpp"

#include "tests/support/must.hpp"

namespace slipway::net {
namespace {

using namespace std::chrono_literals;

const BodyPace::Clock::time_point now{};

TEST(BodyPace, WaitsTheIdleLimitForTheNextBytes) { EXPECT_EQ(BodyPace(60s).deadline(now), now + 60s); }

TEST(BodyPace, NeverWaitsLongerThanTheIdleLimitHoweverMuchCame) {
    BodyPace pace(60s);
    pace.received(1 << 30, 1s);

    EXPECT_EQ(pace.deadline(now), now + 60s);
}

TEST(BodyPace, EndsABodyThatTricklesByteByByte) {
    BodyPace pace(60s);
    for (int i = 0; i < 6; ++i) pace.received(1, 10s);

    EXPECT_EQ(pace.deadline(now), now);
}

TEST(BodyPace, LetsAnHonestSlowUploadLive) {
    BodyPace pace(60s);
    for (int i = 0; i < 1000; ++i) pace.received(4096, 10s);

    EXPECT_EQ(pace.deadline(now), now + 60s);
}

TEST(BodyPace, KeepsAnAbsoluteEnd) { EXPECT_EQ(BodyPace(60s, now + 5s).deadline(now), now + 5s); }

}  // namespace
}  // namespace slipway::net
