#include "repo-format/yum/libc_requirement.hpp"

#include <gtest/gtest.h>

namespace slipway::yum {
namespace {

struct LibcOrder {
    const char* because;
    const char* lower;
    const char* higher;
};

class LibcRequirement : public ::testing::TestWithParam<LibcOrder> {};

TEST_P(LibcRequirement, IsOrdered) {
    EXPECT_TRUE(is_lower_libc(GetParam().lower, GetParam().higher));
    EXPECT_FALSE(is_lower_libc(GetParam().higher, GetParam().lower));
}

INSTANTIATE_TEST_SUITE_P(
    Createrepo, LibcRequirement,
    ::testing::Values(
        LibcOrder{"PlainIsLowest", "libc.so.6", "libc.so.6(GLIBC_2.2)"},
        LibcOrder{"EmptyParenthesesAreBelowVersions", "libc.so.6()(64bit)", "libc.so.6(GLIBC_2.2)(64bit)"},
        LibcOrder{"VersionsCompareAsVersions", "libc.so.6(GLIBC_2.9)", "libc.so.6(GLIBC_2.10)"},
        LibcOrder{"NamesWithoutNumbersAreBelowVersions", "libc.so.6(GLIBC_PRIVATE)(64bit)", "libc.so.6(GLIBC_2.2)"},
        LibcOrder{"AnOpenParenthesisIsBelowAClosedOne", "libc.so.6(GLIBC_2.9", "libc.so.6()"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::yum
