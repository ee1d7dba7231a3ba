#include "server/files/pairing.hpp"

#include <gtest/gtest.h>

namespace slipway::files {
namespace {

using namespace std::chrono_literals;

const Sha256 dnf = client_of("10.0.0.1", "dnf/4", "", "main/rpm/dev/x86_64");
const Sha256 zypper = client_of("10.0.0.1", "ZYpp", "", "main/rpm/dev/x86_64");
const RepomdPairs::Time start{};

TEST(RepomdPairs, TheOtherHalfComesFromTheGenerationOfTheFirst) {
    RepomdPairs pairs;

    EXPECT_EQ(pairs.choose(dnf, Half::repomd, 7, 1, start), 7);
    EXPECT_EQ(pairs.choose(dnf, Half::signature, 8, 1, start + 1s), 7);
}

TEST(RepomdPairs, TheSignatureMayComeFirst) {
    RepomdPairs pairs;

    EXPECT_EQ(pairs.choose(zypper, Half::signature, 7, 1, start), 7);
    EXPECT_EQ(pairs.choose(zypper, Half::repomd, 8, 1, start + 10s), 7);
}

TEST(RepomdPairs, TheSecondHalfEndsThePin) {
    RepomdPairs pairs;
    pairs.choose(dnf, Half::repomd, 7, 1, start);
    pairs.choose(dnf, Half::signature, 8, 1, start);

    EXPECT_EQ(pairs.choose(dnf, Half::signature, 8, 1, start), 8);
}

TEST(RepomdPairs, TheSameHalfAgainGetsAndPinsTheNewest) {
    RepomdPairs pairs;
    pairs.choose(dnf, Half::repomd, 7, 1, start);

    EXPECT_EQ(pairs.choose(dnf, Half::repomd, 8, 1, start + 1s), 8);
    EXPECT_EQ(pairs.choose(dnf, Half::signature, 9, 1, start + 2s), 8);
}

TEST(RepomdPairs, APinLastsTenSeconds) {
    RepomdPairs pairs;
    pairs.choose(dnf, Half::repomd, 7, 1, start);

    EXPECT_EQ(pairs.choose(dnf, Half::signature, 8, 1, start + 11s), 8);
}

TEST(RepomdPairs, AGenerationThatIsGoneIsNotPinned) {
    RepomdPairs pairs;
    pairs.choose(dnf, Half::repomd, 7, 1, start);

    EXPECT_EQ(pairs.choose(dnf, Half::signature, 9, 8, start + 1s), 9);
}

TEST(RepomdPairs, ClientsWithAnotherUserAgentDoNotMeet) {
    RepomdPairs pairs;
    pairs.choose(dnf, Half::repomd, 7, 1, start);

    EXPECT_EQ(pairs.choose(zypper, Half::signature, 8, 1, start), 8);
}

TEST(RepomdPairs, ForgetsTheOldestPinWhenFull) {
    RepomdPairs pairs(1);
    pairs.choose(dnf, Half::repomd, 7, 1, start);
    pairs.choose(zypper, Half::repomd, 7, 1, start);

    EXPECT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs.choose(dnf, Half::signature, 8, 1, start), 8);
}

}  // namespace
}  // namespace slipway::files
