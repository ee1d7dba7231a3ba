#include "storage/s3/download.hpp"

#include "tests/support/must.hpp"

namespace slipway::s3 {
namespace {

const Sink nowhere = [](ByteView) { return Result<>(); };

HttpAnswer a_head(int status, const char* content_range) { return {status, {{"content-range", content_range}}}; }

TEST(Download, TakesTheRangeItAskedFor) {
    Download download({10, 5}, nowhere);

    MUST(download.begin(a_head(206, "bytes 10-14/100")));
    MUST(download.take("abc"));

    EXPECT_EQ(download.missing(), 2U);
    EXPECT_EQ(download.fields(), (Fields{{"range", "bytes=13-14"}}));
}

TEST(Download, RefusesMoreThanItAskedFor) {
    Download download({0, 2}, nowhere);

    EXPECT_FAULT(download.take("abc"), Fault::corrupt);
}

struct WrongHead {
    const char* because;
    HttpAnswer head;
    Fault fault;
};

class DownloadOf : public ::testing::TestWithParam<WrongHead> {};

TEST_P(DownloadOf, IsRefused) {
    Download download({10, 5}, nowhere);

    EXPECT_FAULT(download.begin(GetParam().head), GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(, DownloadOf,
                         ::testing::Values(WrongHead{"AStoreWithoutRanges", a_head(200, ""), Fault::unsupported},
                                           WrongHead{"AShorterObject", a_head(206, "bytes 10-12/13"), Fault::corrupt},
                                           WrongHead{"AnotherPlace", a_head(206, "bytes 0-4/100"), Fault::corrupt},
                                           WrongHead{"NoRange", a_head(206, ""), Fault::corrupt},
                                           WrongHead{"ABrokenRange", a_head(206, "bytes 14-10/100"), Fault::corrupt},
                                           WrongHead{"AnotherUnit", a_head(206, "lines 10-14/100"), Fault::corrupt}),
                         [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::s3
