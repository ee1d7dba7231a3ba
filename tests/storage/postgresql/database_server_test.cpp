// A server that nobody can reach: nothing listens on the first port of the loopback interface.
#include "storage/postgresql/database_server.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace slipway::storage {
namespace {

using namespace std::chrono_literals;

class ServerThatIsAway : public ::testing::Test {
protected:
    static PostgresqlSettings nowhere() {
        PostgresqlSettings settings;
        settings.url = "postgresql://slipway@127.0.0.1:1/slipway";
        settings.reach_within = 400ms;
        return settings;
    }
    std::uint64_t attempts() const { return server_.counts().connecting.lost; }

    DatabaseServer server_{nowhere()};
};

TEST_F(ServerThatIsAway, IsTriedForAWhile) {
    const auto begun = std::chrono::steady_clock::now();

    EXPECT_FAULT(server_.connect(), Fault::busy);

    EXPECT_GT(attempts(), 1U);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s) << "and not for ever";
}

TEST_F(ServerThatIsAway, HoldsUpNobodyElse) {
    EXPECT_FAULT(server_.connect(), Fault::busy);
    const auto before = attempts();

    EXPECT_FAULT(server_.connect(), Fault::busy);

    EXPECT_EQ(attempts(), before);
}

TEST_F(ServerThatIsAway, IsTriedOnceASecondLater) {
    EXPECT_FAULT(server_.connect(), Fault::busy);
    const auto before = attempts();
    std::this_thread::sleep_for(1100ms);

    EXPECT_FAULT(server_.connect(), Fault::busy);
    EXPECT_FAULT(server_.connect(), Fault::busy);

    EXPECT_EQ(attempts(), before + 1);
}

}  // namespace
}  // namespace slipway::storage
