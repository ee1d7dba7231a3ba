#include "storage/s3/uri_encoding.hpp"

#include <gtest/gtest.h>

namespace slipway::s3 {
namespace {

TEST(UriEncoding, KeepsLettersDigitsAndFourSigns) { EXPECT_EQ(uri_encode("azAZ09-._~"), "azAZ09-._~"); }

TEST(UriEncoding, WritesEveryOtherByteAsTwoUpperCaseDigits) {
    EXPECT_EQ(uri_encode("a b+c/d=é*"), "a%20b%2Bc%2Fd%3D%C3%A9%2A");
}

TEST(UriEncoding, KeepsTheSlashesOfPaths) { EXPECT_EQ(uri_encode_path("pool/a+b.deb"), "pool/a%2Bb.deb"); }

TEST(CanonicalQuery, IsSortedByWhatIsSent) {
    EXPECT_EQ(canonical_query({{"b", "2"}, {"a", "2"}, {"a", "1"}, {"~", ""}, {"é", ""}}), "%C3%A9=&a=1&a=2&b=2&~=");
}

TEST(CanonicalQuery, IsEmptyWithoutParameters) { EXPECT_EQ(canonical_query({}), ""); }

}  // namespace
}  // namespace slipway::s3
