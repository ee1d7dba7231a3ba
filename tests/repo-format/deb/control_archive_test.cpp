#include "repo-format/deb/control_archive.hpp"

#include "repo-format/deb/deb_package.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <lzma.h>

namespace slipway::deb {
namespace {

using slipway::testing::a_deb;
using slipway::testing::a_tar;
using slipway::testing::an_ar;
using slipway::testing::an_ar_member;
using slipway::testing::compressed;
using slipway::testing::TarEntry;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::size_t mebibyte = 1 << 20;

Result<ControlArchive> read(const std::string& member, Compression compression) {
    return read_control_archive(MemoryBytes(member), {"control.tar", 0, member.size()}, compression);
}
Result<ControlArchive> read(const std::vector<TarEntry>& entries) { return read(a_tar(entries), Compression::none); }

TEST(ControlArchive, FindsTheControlFileAmongOthers) {
    const std::vector<TarEntry> entries{
        {"./", {}, '5'}, {"./md5sums", "0\n"}, {"./control", "A: b\n"}, {"./prerm", "#"}};

    const auto archive = MUST(read(entries));

    EXPECT_EQ(archive.control, "A: b\n");
    EXPECT_THAT(archive.members, ElementsAre("md5sums", "prerm"));
}

class ControlPathTest : public ::testing::TestWithParam<const char*> {};

TEST_P(ControlPathTest, NamesTheControlFile) { EXPECT_EQ(MUST(read({{GetParam(), "A: b\n"}})).control, "A: b\n"); }

INSTANTIATE_TEST_SUITE_P(ControlArchive, ControlPathTest,
                         ::testing::Values("control", "./control", "/control", ".//control"));

struct Packed {
    const char* name;
    const char* extension;
    Compression compression;
};

class PackedControlTest : public ::testing::TestWithParam<Packed> {
protected:
    std::string pack(const std::string& bytes) const { return compressed(bytes, GetParam().extension); }
    Result<ControlArchive> read_packed(const std::string& bytes) const { return read(bytes, GetParam().compression); }
};

TEST_P(PackedControlTest, IsUnpacked) {
    EXPECT_EQ(MUST(read_packed(pack(a_tar({{"./control", "A: b\n"}})))).control, "A: b\n");
}

TEST_P(PackedControlTest, IsRefusedWhenItUnpacksToMoreThan64Mebibytes) {
    const auto bomb = pack(a_tar({{"./md5sums", std::string(64 * mebibyte, '0')}, {"./control", "A: b\n"}}));

    const auto text = read_packed(bomb);

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_THAT(text.error().message(), HasSubstr("decompresses to more than 64 MiB"));
}

TEST_P(PackedControlTest, IsRefusedWhenADamagedEntryHidesBehindTheControlFile) {
    auto tar = a_tar({{"./control", "A: b\n"}, {"./control", "C: d\n"}});
    tar[1024 + 150] = '?';  // the checksum of the second header

    const auto text = read_packed(pack(tar));

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_THAT(text.error().message(), HasSubstr("not a readable tar archive"));
}

INSTANTIATE_TEST_SUITE_P(ControlArchive, PackedControlTest,
                         ::testing::Values(Packed{"Gzip", ".gz", Compression::gzip},
                                           Packed{"Xz", ".xz", Compression::xz},
                                           Packed{"Zstd", ".zst", Compression::zstd}),
                         [](const auto& row) { return row.param.name; });

TEST(ControlArchive, MayHoldHardLinksAsAnyTarMakesThem) {
    const auto archive = MUST(read({{"./prerm", "#"}, {"./postinst", {}, '1', "./prerm"}, {"./control", "A: b\n"}}));

    EXPECT_THAT(archive.members, ElementsAre("prerm", "postinst"));
}

struct BadArchive {
    const char* because;
    std::vector<TarEntry> entries;
    const char* message;
};

class BadArchiveTest : public ::testing::TestWithParam<BadArchive> {};

TEST_P(BadArchiveTest, IsRefused) {
    const auto text = read(GetParam().entries);

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_EQ(text.error().code(), "invalid-package");
    EXPECT_THAT(text.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    ControlArchive, BadArchiveTest,
    ::testing::Values(
        BadArchive{"WithoutEntries", {}, "no file named control"},
        BadArchive{"WithoutControl", {{"./md5sums", "x"}}, "no file named control"},
        BadArchive{"WithAFileInAFolder", {{"./x/control", "A: b\n"}}, "\"x/control\" lies in a folder"},
        BadArchive{"WithAFolder", {{"./control", "A: b\n"}, {"./x/", {}, '5'}}, "\"x\" is neither a plain file nor"},
        BadArchive{"WithASymbolicLink",
                   {{"./control", "A: b\n"}, {"./postinst", {}, '2', "preinst"}},
                   "\"postinst\" is neither a plain file nor"},
        BadArchive{"WithAHardLinkToNothing",
                   {{"./control", "A: b\n"}, {"./postinst", {}, '1', "./preinst"}},
                   "\"postinst\" is neither a plain file nor"},
        BadArchive{"WithADevice", {{"./control", "A: b\n"}, {"./x", {}, '3'}}, "\"x\" is neither a plain file nor"},
        BadArchive{"WithAWayOut", {{"./control", "A: b\n"}, {"..", "x"}}, "\"..\" is no name of a file"},
        BadArchive{"WithALongName",
                   {{"./control", "A: b\n"}, {"././@LongLink", std::string(101, 'a'), 'L'}, {"./aaa", "x"}},
                   "has a name of 101 bytes; dpkg takes 100"},
        BadArchive{"WithBadConffiles",
                   {{"./control", "A: b\n"}, {"./conffiles", "etc/a\n"}},
                   "conffiles: line 1: \"etc/a\" is neither an absolute path"},
        BadArchive{"WithBadTriggers",
                   {{"./control", "A: b\n"}, {"./triggers", "watch x\n"}},
                   "triggers: line 1: unknown directive \"watch\""},
        BadArchive{"WithTwoControlFiles", {{"./control", "A: b\n"}, {"control", "A: c\n"}}, "two files named control"},
        BadArchive{"WithALinkNamedControl", {{"./control", {}, '2', "/etc/passwd"}}, "control is not a plain file"},
        BadArchive{"WithAHardLinkNamedControl",
                   {{"./a", "A: b\n"}, {"./control", {}, '1', "./a"}},
                   "control is not a plain file"},
        BadArchive{"WithAFolderNamedControl", {{"./control/", {}, '5'}}, "control is not a plain file"},
        BadArchive{"ThatReachesControlThroughALink",
                   {{"./control", "A: b\n"}, {"./here", {}, '2', "."}, {"./here/control", "A: c\n"}},
                   "\"here\" is neither a plain file nor"},
        BadArchive{"WithAControlFileAboveOneMebibyte",
                   {{"./control", std::string(mebibyte + 1, 'a')}},
                   "a control file of 1048577 bytes"}),
    [](const auto& row) { return row.param.because; });

TEST(ControlArchive, IsRefusedWhenDpkgWouldReadOnlyItsFirstXzStream) {
    const auto first = compressed(a_tar({{"./control", "A: b\n"}}), ".xz");

    const auto text = read(first + first, Compression::xz);

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_THAT(text.error().message(), HasSubstr("not exactly one xz stream"));
}

TEST(ControlArchive, IsRefusedWhenDpkgWouldReadOnlyItsFirstZstdFrame) {
    const auto first = compressed(a_tar({{"./control", "A: b\n"}}), ".zst");

    const auto text = read(first + first, Compression::zstd);

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_THAT(text.error().message(), HasSubstr("not exactly one zstd frame"));
}

TEST(ControlArchive, IsRefusedWhenItsGzipChecksumIsWrong) {
    auto packed = compressed(a_tar({{"./control", "A: b\n"}}), ".gz");
    packed[packed.size() - 8] ^= 1;

    const auto text = read(packed, Compression::gzip);

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_THAT(text.error().message(), HasSubstr("its gzip stream is damaged before byte"));
}

/// Changes the LZMA2 properties of the first block, whose header of 12 bytes ends with its checksum.
std::string with_dictionary_of_a_gibibyte(std::string packed) {
    packed[16] = 36;
    const auto checksum = lzma_crc32(as_unsigned(packed.data()) + 12, 8, 0);
    for (std::size_t i = 0; i < 4; ++i) packed[20 + i] = static_cast<char>(checksum >> (8 * i));
    return packed;
}

TEST(ControlArchive, IsRefusedWhenAnXzBlockAsksForAGigabyteOfMemory) {
    const auto packed = with_dictionary_of_a_gibibyte(compressed(a_tar({{"./control", "A: b\n"}}), ".xz"));

    const auto text = read(packed, Compression::xz);

    EXPECT_FAULT(text, Fault::invalid_input);
    EXPECT_THAT(text.error().message(), HasSubstr("a dictionary of more than 64 MiB"));
}

TEST(ControlArchive, IsNotEvenReadAboveSixteenMebibytes) {
    const auto bytes =
        an_ar({an_ar_member("debian-binary", "2.0\n"), an_ar_member("control.tar", std::string(100 * mebibyte, '\0')),
               an_ar_member("data.tar", a_tar({}))});

    const auto package = read_deb(MemoryBytes(bytes), VerifyData::no);

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_EQ(package.error().message(), "control.tar at offset 132: it has 104857600 bytes; at most 16 MiB are read");
}

}  // namespace
}  // namespace slipway::deb
