#include "repo-format/deb/pool_path.hpp"

#include "tests/support/must.hpp"

namespace slipway::deb {
namespace {

const Sha256 digest = sha256_of("hello");  // 2cf24dba5fb0a30e…

TEST(PoolPath, FileNamesHaveNoEpoch) {
    DebPackage package;
    package.name = "hello";
    package.version = "1:2.0+b1-3";
    package.architecture = "amd64";

    EXPECT_EQ(pool_file_name(package), "hello_2.0+b1-3_amd64.deb");
}

struct PoolPrefix {
    const char* because;
    const char* source;
    const char* path;
};

class PoolPrefixTest : public ::testing::TestWithParam<PoolPrefix> {};

TEST_P(PoolPrefixTest, FollowsDebiansPool) {
    EXPECT_EQ(pool_path("main", GetParam().source, digest, "a.deb"), GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(
    PoolPath, PoolPrefixTest,
    ::testing::Values(PoolPrefix{"IsTheFirstLetter", "hello", "pool/main/h/hello/2cf24dba5fb0a30e/a.deb"},
                      PoolPrefix{"IsTheFirstDigit", "0ad", "pool/main/0/0ad/2cf24dba5fb0a30e/a.deb"},
                      PoolPrefix{"OfLibrariesHasFourLetters", "libabc", "pool/main/liba/libabc/2cf24dba5fb0a30e/a.deb"},
                      PoolPrefix{"OfASourceNamedLibHasOne", "lib", "pool/main/l/lib/2cf24dba5fb0a30e/a.deb"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::deb
