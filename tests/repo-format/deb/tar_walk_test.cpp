#include "repo-format/deb/tar_walk.hpp"

#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <fmt/format.h>

namespace slipway::deb {
namespace {

using slipway::testing::a_tar;
using ::testing::HasSubstr;

/// The bytes in pieces of this size.
Result<> walk(const std::string& bytes, std::size_t piece = 100) {
    TarWalk tar;
    for (std::size_t at = 0; at < bytes.size(); at += piece) TRY(tar.take(ByteView(bytes).substr(at, piece)));
    return tar.end();
}

const std::string a_file = a_tar({{"./a", "some text"}});

TEST(TarWalk, FollowsEntriesInPiecesOfAnySize) {
    const auto tar = a_tar({{"./", {}, '5'}, {"./a", std::string(1000, 'a')}, {"./b", {}, '1', "./a"}, {"./c", "c"}});

    for (const std::size_t piece : {1, 7, 511, 512, 513, 100'000}) EXPECT_TRUE(walk(tar, piece).ok()) << piece;
}

TEST(TarWalk, NeedsNoContentToBeRead) {
    const auto bytes = a_tar({{"./a", std::string(1000, 'a')}});
    TarWalk tar;

    MUST(tar.take(ByteView(bytes).substr(0, 512)));
    EXPECT_EQ(tar.content_left(), 1024U);
    tar.pass(1024);
    MUST(tar.take(ByteView(bytes).substr(1536)));

    EXPECT_TRUE(tar.has_ended());
    EXPECT_EQ(tar.at(), bytes.size());
}

TEST(TarWalk, NeedsNoEndMark) { EXPECT_TRUE(walk(a_file.substr(0, 1024)).ok()); }

TEST(TarWalk, IgnoresWhatStandsBehindTheEndMark) { EXPECT_TRUE(walk(a_file + "junk").ok()); }

TEST(TarWalk, TakesGnusLongNames) {
    EXPECT_TRUE(walk(a_tar({{"././@LongLink", std::string(150, 'a'), 'L'}, {"./aaa", "x"}})).ok());
}

/// The archive with another size field in its first header, and the right checksum.
std::string with_size(std::string tar, const std::string& field) {
    tar.replace(124, 12, field);
    tar.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char c : tar.substr(0, 512)) sum += static_cast<unsigned char>(c);
    return tar.replace(148, 8, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
}

TEST(TarWalk, ReadsSizesInEveryNotation) {
    for (const auto& nine :
         {std::string("00000000011\0", 12), std::string("         11 "), std::string("11\0\0\0\0\0\0\0\0\0\0", 12),
          std::string("\x80\0\0\0\0\0\0\0\0\0\0\x09", 12)})
        EXPECT_TRUE(walk(with_size(a_file, nine)).ok()) << nine;
}

struct BadTar {
    const char* because;
    std::string bytes;
    const char* message;
};

class BadTarTest : public ::testing::TestWithParam<BadTar> {};

TEST_P(BadTarTest, IsRefused) {
    const auto walked = walk(GetParam().bytes);

    EXPECT_FAULT(walked, Fault::invalid_input);
    EXPECT_EQ(walked.error().code(), "invalid-package");
    EXPECT_THAT(walked.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    TarWalk, BadTarTest,
    ::testing::Values(
        BadTar{"CutInAHeader", a_file.substr(0, 100), "ends after 100 bytes, in a header"},
        BadTar{"CutInAContent", a_file.substr(0, 600), "ends after 600 bytes; 424 more of an entry must follow"},
        BadTar{"CutInItsEndMark", a_file.substr(0, 1100), "ends after 1100 bytes, in a header"},
        BadTar{"OfAnotherChecksum", "X" + a_file.substr(1), "the header at byte 0 of its tar archive is damaged"},
        BadTar{"OfNoSize", with_size(a_file, "9zzzzzzzzzzz"), "the header at byte 0 of its tar archive is damaged"},
        BadTar{"OfASizeBeyondAnyFile", with_size(a_file, std::string("\x80\0\0\0\xff\0\0\0\0\0\0\0", 12)),
               "the header at byte 0 of its tar archive is damaged"},
        BadTar{
            "WithAPaxHeader", a_tar({{"./a", "x"}, {"./PaxHeaders/b", "11 path=./b\n", 'x'}, {"./b", "x"}}),
            "the entry \"./PaxHeaders/b\" at byte 1024 of its tar archive has the type \"x\", which dpkg does not know "
            "(pax)"},
        BadTar{"WithoutAName", a_tar({{"", "x"}}), "the entry at byte 0 of its tar archive has no name"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::deb
