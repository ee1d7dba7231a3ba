#include "server/net/page_cache.hpp"

#include "base/unique_fd.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <array>
#include <fcntl.h>

namespace slipway::testing {
namespace {

using net::Attempt;
using net::FileRun;

/// A file of a million bytes that has just been read.
class PageCache : public ::testing::Test {
protected:
    void SetUp() override {
        const auto path = directory.write("file", std::string(1'000'000, 'x'));
        file = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        net::read_through({file.get(), 0, 1'000'000});
    }
    TempDir directory;
    UniqueFd file;
    std::array<char, 100> into{};
};

TEST_F(PageCache, HoldsWhatWasReadThrough) {
    EXPECT_TRUE(net::is_cached({file.get(), 0, 1'000'000}));
    EXPECT_TRUE(net::is_cached({file.get(), 999'999, 1}));
}

TEST_F(PageCache, IsReadInPiecesOfTheSpaceGiven) {
    const auto attempt = net::read_cached({file.get(), 5, 1'000}, into);

    EXPECT_EQ(attempt.outcome, Attempt::Outcome::moved);
    EXPECT_EQ(attempt.bytes, into.size());
    EXPECT_EQ(into.back(), 'x');
}

TEST_F(PageCache, IsReadNoFurtherThanTheRun) { EXPECT_EQ(net::read_cached({file.get(), 5, 10}, into).bytes, 10U); }

TEST_F(PageCache, ReadingBehindTheEndIsAFailureAndNoWait) {
    EXPECT_EQ(net::read_cached({file.get(), 1'000'000, 10}, into).outcome, Attempt::Outcome::over);
}

}  // namespace
}  // namespace slipway::testing
