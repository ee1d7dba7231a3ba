#include "publishing/rendering/gc_guard.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

class GcGuardTest : public ::testing::Test {
protected:
    std::vector<Sha256> removed_of(const std::vector<Sha256>& hashes) {
        std::vector<Sha256> removed;
        MUST(guard_.remove_unprotected(hashes, [&](const auto& unprotected) -> Result<> {
            removed = unprotected;
            return {};
        }));
        return removed;
    }

    GcGuard guard_;
    const Sha256 a_ = sha256_of("a");
    const Sha256 b_ = sha256_of("b");
};

TEST_F(GcGuardTest, WhatWasProtectedDuringACollectionStays) {
    guard_.begin();
    guard_.protect(a_);

    EXPECT_THAT(removed_of({a_, b_}), ElementsAre(b_));
}

TEST_F(GcGuardTest, ProtectingOutsideOfACollectionCostsNothingAndMeansNothing) {
    guard_.protect(a_);
    guard_.begin();

    EXPECT_THAT(removed_of({a_, b_}), ElementsAre(a_, b_));
}

TEST_F(GcGuardTest, TheNextCollectionBeginsAfresh) {
    guard_.begin();
    guard_.protect(a_);
    guard_.end();
    guard_.begin();

    EXPECT_THAT(removed_of({a_}), ElementsAre(a_));
}

TEST_F(GcGuardTest, TellsWhenRemovingFailed) {
    guard_.begin();

    const auto removed =
        guard_.remove_unprotected({a_}, [](const auto&) -> Result<> { return Error(Fault::io, "no"); });

    EXPECT_FAULT(removed, Fault::io);
}

}  // namespace
}  // namespace slipway::publishing
