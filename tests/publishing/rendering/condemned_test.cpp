#include "publishing/rendering/condemned.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

class CondemnedTest : public ::testing::Test {
protected:
    std::vector<Sha256> removed_of(const std::vector<Sha256>& hashes) {
        std::vector<Sha256> removed;
        MUST(condemned_.remove_unspared(hashes, [&](const auto& unspared) -> Result<> {
            removed = unspared;
            return {};
        }));
        return removed;
    }

    Condemned condemned_;
    const Sha256 a_ = sha256_of("a");
    const Sha256 b_ = sha256_of("b");
};

TEST_F(CondemnedTest, WhatWasSparedDuringACollectionStays) {
    condemned_.begin();
    condemned_.spare(a_);

    EXPECT_THAT(removed_of({a_, b_}), ElementsAre(b_));
}

TEST_F(CondemnedTest, SparingOutsideOfACollectionCostsNothingAndMeansNothing) {
    condemned_.spare(a_);
    condemned_.begin();

    EXPECT_THAT(removed_of({a_, b_}), ElementsAre(a_, b_));
}

TEST_F(CondemnedTest, TheNextCollectionBeginsAfresh) {
    condemned_.begin();
    condemned_.spare(a_);
    condemned_.end();
    condemned_.begin();

    EXPECT_THAT(removed_of({a_}), ElementsAre(a_));
}

TEST_F(CondemnedTest, TellsWhenRemovingFailed) {
    condemned_.begin();

    const auto removed =
        condemned_.remove_unspared({a_}, [](const auto&) -> Result<> { return Error(Fault::io, "no"); });

    EXPECT_FAULT(removed, Fault::io);
}

}  // namespace
}  // namespace slipway::publishing
