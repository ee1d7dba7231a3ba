// No request with a token that cannot change a channel ever changes a byte, a revision or an event below it: shown by
// requests for every operation of the router's table, sent with every kind of token, and by random histories of them.
// What a channel is, and what the tokens may do, stands in watched_channels.cpp. The seed and the number of steps are
// given by SLIPWAY_ISOLATION_SEED and SLIPWAY_ISOLATION_STEPS.
#include "server/api/resources/operations.hpp"
#include "tests/server/api/watched_channels.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace slipway::api {
namespace {

using ::testing::IsEmpty;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* const value = std::getenv(name);
    return value == nullptr ? otherwise : std::stoull(value);
}

/// Requests of each sender: about any channel, and, so that something changes, about one of its own. Looking at every
/// channel is what costs time here, so those who follow each other with the same rights are looked at together.
void expect_isolation_of(WatchedChannels& channels, const Operation& operation) {
    channels.restore();
    const auto& senders = channels.senders();
    for (std::size_t i = 0; i < senders.size(); ++i) {
        channels.ask_about_any(operation, senders[i]);
        channels.ask_about_own(operation, senders[i]);
        const bool next_may_the_same = i + 1 < senders.size() && senders[i + 1].may_change == senders[i].may_change;
        if (next_may_the_same) continue;
        ASSERT_EQ(channels.changed_beyond(senders[i].may_change), "");
    }
}

void expect_isolation_in_history(WatchedChannels& channels, std::uint64_t steps) {
    for (std::uint64_t i = 0; i < steps; ++i) {
        if (i % 20 == 0) channels.restore();
        if (i % 20 == 10) {
            channels.let_expire();
            ASSERT_EQ(channels.changed_beyond({"main/branch-*"}), "");
        }
        const auto& sender = channels.any_sender();
        channels.ask_about_any(channels.any_operation(), sender);
        channels.ask_about_own(channels.any_operation(), sender);
        ASSERT_EQ(channels.changed_beyond(sender.may_change), "") << "step " << i;
    }
}

TEST(ChannelIsolation, HoldsForEveryOperationAndEveryToken) {
    WatchedChannels channels(setting("SLIPWAY_ISOLATION_SEED", 20261129));

    for (const auto& operation : all_operations()) {
        SCOPED_TRACE(operation.id);
        if (operation.method != Method::get) expect_isolation_of(channels, operation);
        if (HasFatalFailure()) return;
    }

    EXPECT_THAT(channels.never_carried_out(), IsEmpty());
    EXPECT_EQ(channels.revisions_without_a_cause(), "");
}

TEST(ChannelIsolation, HoldsOverRandomHistories) {
    const auto seed = setting("SLIPWAY_ISOLATION_SEED", 20261129);
    SCOPED_TRACE("SLIPWAY_ISOLATION_SEED=" + std::to_string(seed));
    WatchedChannels channels(seed);

    expect_isolation_in_history(channels, setting("SLIPWAY_ISOLATION_STEPS", 120));

    EXPECT_EQ(channels.revisions_without_a_cause(), "");
}

}  // namespace
}  // namespace slipway::api
