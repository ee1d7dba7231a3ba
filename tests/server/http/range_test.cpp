#include "server/http/range.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

std::string shown(const RangeChoice& choice) {
    if (std::holds_alternative<Unsatisfiable>(choice)) return "416";
    if (std::holds_alternative<WholeBody>(choice)) return "whole";
    return content_range(std::get<ByteRange>(choice), 100);
}

struct RangeOf100 {
    const char* because;
    const char* value;
    const char* expected;
};
class RangeTest : public ::testing::TestWithParam<RangeOf100> {};

TEST_P(RangeTest, SelectsOfAHundredBytes) { EXPECT_EQ(shown(parse_range(GetParam().value, 100)), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Range, RangeTest,
    ::testing::Values(
        RangeOf100{"FirstToLast", "bytes=0-9", "bytes 0-9/100"},
        RangeOf100{"OpenEnded", "bytes=90-", "bytes 90-99/100"},
        RangeOf100{"LastBehindTheEnd", "bytes=90-1000", "bytes 90-99/100"},
        RangeOf100{"Suffix", "bytes=-10", "bytes 90-99/100"},
        RangeOf100{"SuffixLongerThanTheFileMeansTheWholeFile", "bytes=-1000", "bytes 0-99/100"},
        RangeOf100{"UnitInUpperCase", "Bytes=0-0", "bytes 0-0/100"}, RangeOf100{"StartAtTheEnd", "bytes=100-", "416"},
        RangeOf100{"StartBehindTheEnd", "bytes=200-300", "416"}, RangeOf100{"EmptySuffix", "bytes=-0", "416"},
        RangeOf100{"Backwards", "bytes=9-0", "whole"}, RangeOf100{"SeveralRanges", "bytes=0-1,5-6", "whole"},
        RangeOf100{"OtherUnit", "lines=0-1", "whole"}, RangeOf100{"NoNumbers", "bytes=-", "whole"},
        RangeOf100{"Letters", "bytes=a-b", "whole"},
        RangeOf100{"NumberTooLong", "bytes=0-99999999999999999999999", "whole"}, RangeOf100{"NoUnit", "0-1", "whole"}),
    [](const auto& row) { return row.param.because; });

TEST(Range, NothingOfAnEmptyFileCanBeSelected) {
    EXPECT_TRUE(std::holds_alternative<Unsatisfiable>(parse_range("bytes=0-", 0)));
    EXPECT_TRUE(std::holds_alternative<Unsatisfiable>(parse_range("bytes=-5", 0)));
}

}  // namespace
}  // namespace slipway::http
