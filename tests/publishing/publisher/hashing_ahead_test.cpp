// What is hashed while nothing is published. That it is right is for the publications that use it:
// file_digest_test.cpp.
#include "tests/publishing/many_packages.hpp"
#include "tests/support/comes_true.hpp"

namespace slipway::publishing {
namespace {

using slipway::testing::begin_upload;
using slipway::testing::many_debs;
using slipway::testing::many_rpms;

constexpr std::uint64_t some_frames = 10'000;  // bytes of headers and footers, those of empty indexes among them

class HashingAhead : public ::testing::Test {
protected:
    HashingAhead() { slipway_.create_main(); }

    /// Publishes them. Returns how many bytes were hashed for that.
    std::uint64_t publish(std::vector<IngestedPackage> packages) {
        const auto before = counts().bytes_hashed.load();
        MUST(begin_upload(slipway_, std::move(packages)).get());
        return counts().bytes_hashed.load() - before;
    }

    /// Until as much was hashed ahead, in all.
    void wait_for(std::uint64_t ahead) {
        EXPECT_TRUE(testing::comes_true([&] { return counts().bytes_hashed_ahead >= ahead - some_frames; }));
        EXPECT_GE(counts().bytes_hashed_ahead, ahead - some_frames);
    }

    const PublisherCounters& counts() { return slipway_.publisher().counters(); }

    slipway::testing::PublisherFixture slipway_;
};

TEST_F(HashingAhead, LeavesWhatIsBehindItsChangeToThePublicationOfOneMoreRpm) {
    const auto all = publish(many_rpms(slipway_, 0, 4'000));
    wait_for(all);
    auto last = many_rpms(slipway_, 5'000, 1);
    last.front().package.name = "zsh";

    EXPECT_LE(publish(std::move(last)), all / 2);
}

TEST_F(HashingAhead, IsNotDoneForDebsWhoseIndexesCountNothing) {
    const auto debs = publish(many_debs(slipway_, 0, 1'000));
    const auto rpms = publish(many_rpms(slipway_, 0, 100));
    wait_for(rpms);

    EXPECT_GT(debs, 2 * some_frames);
    EXPECT_LE(counts().bytes_hashed_ahead, rpms + some_frames);
}

}  // namespace
}  // namespace slipway::publishing
