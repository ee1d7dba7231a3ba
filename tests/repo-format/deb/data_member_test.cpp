// Whether a data member is whole: found here without unpacking it where the format allows it, judged by dpkg.
#include "repo-format/deb/data_member.hpp"

#include "tests/support/command.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <lzma.h>

#include <algorithm>

namespace slipway::deb {
namespace {

using slipway::testing::a_deb;
using slipway::testing::a_tar;
using slipway::testing::an_ar;
using slipway::testing::an_ar_member;
using slipway::testing::compressed;
using slipway::testing::run_command;
using slipway::testing::TempDir;
using ::testing::HasSubstr;

/// Bytes that no compression makes smaller, the same each time.
std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

const std::string data_tar = a_tar({{"./", {}, '5'}, {"./greeting", noise(700)}, {"./link", {}, '2', "greeting"}});

std::string packed(const std::string& extension) { return compressed(data_tar, extension); }

std::string flipped(std::string bytes, std::size_t at) {
    bytes[at] = static_cast<char>(~bytes[at]);
    return bytes;
}
std::string flipped_from_end(const std::string& bytes, std::size_t from_end) {
    return flipped(bytes, bytes.size() - from_end);
}

std::string deb_with(const std::string& extension, const std::string& member) {
    const auto control = a_tar({{"./control", a_deb("hello").control()}});
    return an_ar({an_ar_member("debian-binary", "2.0\n"), an_ar_member("control.tar", control),
                  an_ar_member("data.tar" + extension, member)});
}

Result<> check(const std::string& extension, const std::string& member) {
    const MemoryBytes file(deb_with(extension, member));
    return check_data_member(file, MUST(find_members(file)));
}

bool dpkg_unpacks(const std::string& extension, const std::string& member) {
    const TempDir directory;
    const auto path = directory.write("a.deb", deb_with(extension, member));
    return run_command({"timeout", "20", "dpkg-deb", "-x", path, directory.path() / "out"}).exit_code == 0;
}

class WholeDataTest : public ::testing::TestWithParam<const char*> {};

TEST_P(WholeDataTest, IsAccepted) { EXPECT_TRUE(check(GetParam(), packed(GetParam())).ok()); }

TEST_P(WholeDataTest, IsAcceptedWhenItIsLarge) {
    const auto tar = a_tar({{"./noise", noise(400'000)}, {"./zeros", std::string(400'000, '\0')}});

    EXPECT_TRUE(check(GetParam(), compressed(tar, GetParam())).ok());
}

INSTANTIATE_TEST_SUITE_P(DebData, WholeDataTest, ::testing::Values("", ".gz", ".xz", ".zst", ".bz2", ".lzma"),
                         [](const auto& row) { return "Compression" + std::string(row.param).erase(0, 1); });

class CutDataTest : public ::testing::TestWithParam<const char*> {};

TEST_P(CutDataTest, IsRefusedWhereverItIsCut) {
    const auto whole = packed(GetParam());

    for (std::size_t length = 1; length < whole.size(); ++length) {
        const auto checked = check(GetParam(), whole.substr(0, length));

        ASSERT_FALSE(checked.ok()) << "cut to " << length << " of " << whole.size() << " bytes";
        ASSERT_EQ(checked.error().code(), "invalid-package") << checked.error().message();
    }
}

INSTANTIATE_TEST_SUITE_P(DebData, CutDataTest, ::testing::Values(".gz", ".xz", ".zst", ".bz2", ".lzma"),
                         [](const auto& row) { return "Compression" + std::string(row.param).erase(0, 1); });

TEST(DebData, TellsMemberPositionAndRemedyWhenItIsCut) {
    const auto whole = packed(".zst");

    const auto checked = check(".zst", whole.substr(0, 100));

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(
        checked.error().message(),
        "data.tar.zst at offset 2240: it ends after 100 bytes, within a zstd block. The file is cut or damaged, or "
        "was not built for dpkg: upload it again, or build it again");
}

struct DataRow {
    const char* because;
    const char* extension;
    std::string member;
    const char* message;  // nothing when it is accepted
};

class DataTest : public ::testing::TestWithParam<DataRow> {};

TEST_P(DataTest, IsAcceptedOrRefusedByPlace) {
    const auto checked = check(GetParam().extension, GetParam().member);

    if (!GetParam().message) {
        EXPECT_TRUE(checked.ok()) << (checked.ok() ? "" : checked.error().message());
        return;
    }
    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_THAT(checked.error().message(), HasSubstr(GetParam().message));
}

class JudgedDataTest : public DataTest {};

TEST_P(JudgedDataTest, IsJudgedAsByDpkg) {
    EXPECT_EQ(dpkg_unpacks(GetParam().extension, GetParam().member), GetParam().message == nullptr);
}

/// An xz stream of one block for each piece.
std::string xz_of_blocks(const std::vector<std::string>& pieces) {
    std::string out(1 << 20, '\0');
    lzma_stream stream = LZMA_STREAM_INIT;
    EXPECT_EQ(lzma_easy_encoder(&stream, 0, LZMA_CHECK_CRC32), LZMA_OK);
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = out.size();
    for (const auto& piece : pieces) {
        stream.next_in = as_unsigned(piece.data());
        stream.avail_in = piece.size();
        EXPECT_EQ(lzma_code(&stream, LZMA_FULL_FLUSH), LZMA_STREAM_END);
    }
    EXPECT_EQ(lzma_code(&stream, LZMA_FINISH), LZMA_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    lzma_end(&stream);
    return out;
}

/// The tar archive in two halves, each compressed by itself.
std::string in_halves(const std::string& extension) {
    const auto half = data_tar.size() / 2;
    return compressed(data_tar.substr(0, half), extension) + compressed(data_tar.substr(half), extension);
}

const std::string skippable_frame("\x50\x2a\x4d\x18\x04\0\0\0junk", 12);
const auto first_half = data_tar.substr(0, 1000), second_half = data_tar.substr(1000);

std::string because(const ::testing::TestParamInfo<DataRow>& row) { return row.param.because; }

const auto xz_rows = ::testing::Values(
    DataRow{"XzOfManyBlocks", ".xz", xz_of_blocks({first_half, second_half.substr(0, 99), second_half.substr(99)}),
            nullptr},
    DataRow{"XzInTwoStreams", ".xz", in_halves(".xz"), "not exactly one xz stream; dpkg reads the first and stops"},
    DataRow{"XzWithAnotherMagic", ".xz", flipped(packed(".xz"), 0), "no xz stream begins at byte 0"},
    DataRow{"XzWithAFlippedHeader", ".xz", flipped(packed(".xz"), 7), "or its header is damaged"},
    DataRow{"XzWithAFlippedBlockHeader", ".xz", flipped(packed(".xz"), 14),
            "the header of the xz block at byte 12 is damaged"},
    DataRow{"XzWithAFlippedIndex", ".xz", flipped_from_end(packed(".xz"), 18), "the index of the xz stream at byte "},
    DataRow{"XzWithAFlippedIndexChecksum", ".xz", flipped_from_end(packed(".xz"), 14), "the index of the xz stream at"},
    DataRow{"XzWithAFlippedFooter", ".xz", flipped_from_end(packed(".xz"), 10), "no footer of the xz stream stands at"},
    DataRow{"XzThatIsGzip", ".xz", packed(".gz"), "no xz stream begins at byte 0"});
INSTANTIATE_TEST_SUITE_P(Xz, DataTest, xz_rows, because);
INSTANTIATE_TEST_SUITE_P(Xz, JudgedDataTest, xz_rows, because);

const auto zstd_rows = ::testing::Values(
    DataRow{"ZstdInTwoFrames", ".zst", in_halves(".zst"), "not exactly one zstd frame"},
    DataRow{"ZstdWithAnotherMagic", ".zst", flipped(packed(".zst"), 0), "no zstd frame begins at byte 0"},
    DataRow{"ZstdWithAReservedBit", ".zst", flipped(packed(".zst"), 4), "the header of the zstd frame at byte 4 is"},
    DataRow{"ZstdWithAnEnormousWindow", ".zst", flipped(packed(".zst"), 5), "a window of more than 128 MiB"},
    DataRow{"ZstdWithAFlippedBlockHeader", ".zst", flipped(packed(".zst"), 8),
            "the header of the zstd block at byte 6 is damaged"},
    DataRow{"ZstdThatIsXz", ".zst", packed(".xz"), "no zstd frame begins at byte 0"});
INSTANTIATE_TEST_SUITE_P(Zstd, DataTest, zstd_rows, because);
INSTANTIATE_TEST_SUITE_P(Zstd, JudgedDataTest, zstd_rows, because);

const auto unpacked_rows = ::testing::Values(
    DataRow{"GzipInTwoStreams", ".gz", in_halves(".gz"), nullptr}, DataRow{"GzipThatIsNone", ".gz", data_tar, nullptr},
    DataRow{"GzipOfAnUnknownMethod", ".gz", flipped(packed(".gz"), 2), "its gzip stream is damaged before byte"},
    DataRow{"GzipWithAFlippedByte", ".gz", flipped(packed(".gz"), 300), "its gzip stream is damaged before byte"},
    DataRow{"GzipWithAFlippedChecksum", ".gz", flipped_from_end(packed(".gz"), 8), "its gzip stream is damaged before"},
    DataRow{"GzipWithAFlippedLength", ".gz", flipped_from_end(packed(".gz"), 1), "its gzip stream is damaged before"},
    DataRow{"Bzip2InTwoStreams", ".bz2", in_halves(".bz2"), "not exactly one bzip2 stream"},
    DataRow{"Bzip2WithAnotherMagic", ".bz2", flipped(packed(".bz2"), 4), "no bzip2 stream begins at byte 0"},
    DataRow{"Bzip2WithAFlippedByte", ".bz2", flipped(packed(".bz2"), 200), "its bzip2 stream is damaged or cut"},
    DataRow{"Bzip2WithAFlippedChecksum", ".bz2", flipped_from_end(packed(".bz2"), 3), "its bzip2 stream is damaged or"},
    DataRow{"LzmaThatBeginsWithAFlippedByte", ".lzma", flipped(packed(".lzma"), 13),
            "its lzma stream is damaged before byte"},
    DataRow{"ATarThatIsCutBeforeItWasCompressed", ".gz", compressed(data_tar.substr(0, 1500), ".gz"),
            "its tar archive ends after 1500 bytes"},
    DataRow{"NoneWithAFlippedHeader", "", flipped(data_tar, 600),
            "the header at byte 512 of its tar archive is damaged"},
    DataRow{"NoneThatIsCut", "", data_tar.substr(0, 1200),
            "its tar archive ends after 1200 bytes; 848 more of an entry"});
INSTANTIATE_TEST_SUITE_P(Unpacked, DataTest, unpacked_rows, because);
INSTANTIATE_TEST_SUITE_P(Unpacked, JudgedDataTest, unpacked_rows, because);

// dpkg passes over these, or fails by chance; here they are refused.
INSTANTIATE_TEST_SUITE_P(
    Trailing, DataTest,
    ::testing::Values(
        DataRow{"BehindXz", ".xz", packed(".xz") + "junk", "no footer of the xz stream stands at byte"},
        DataRow{"ASecondXzStream", ".xz", packed(".xz") + packed(".xz"), "not exactly one xz stream"},
        DataRow{"BehindZstd", ".zst", packed(".zst") + "junk", "4 bytes stand behind it, from byte "},
        DataRow{"ASkippableFrameBehindZstd", ".zst", packed(".zst") + skippable_frame, "12 bytes stand behind it"},
        DataRow{"ASkippableFrameBeforeZstd", ".zst", skippable_frame + packed(".zst"),
                "no zstd frame begins at byte 0"},
        DataRow{"BehindGzip", ".gz", packed(".gz") + "junk", "4 bytes stand behind its gzip stream, from byte "},
        DataRow{"BehindBzip2", ".bz2", packed(".bz2") + "junk", "4 bytes stand behind its bzip2 stream, from byte "},
        DataRow{"BehindLzma", ".lzma", packed(".lzma") + "junk", "4 bytes stand behind its lzma stream"}),
    because);

TEST(DebData, IsReadInPiecesWhoseNumberDependsOnBlocksAndNotOnBytes) {
    /// Counts what is read.
    class CountingBytes final : public RandomAccess {
    public:
        explicit CountingBytes(std::string bytes) : bytes_(std::move(bytes)) {}
        std::uint64_t size() const override { return bytes_.size(); }
        Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
            so_far += length;
            return bytes_.read(offset, length);
        }
        mutable std::uint64_t so_far = 0;

    private:
        MemoryBytes bytes_;
    };
    const auto large = a_tar({{"./noise", noise(8 << 20)}});
    for (const std::string extension : {"", ".xz", ".zst"}) {
        const CountingBytes file(deb_with(extension, compressed(large, extension)));
        const auto members = MUST(find_members(file));
        file.so_far = 0;

        EXPECT_TRUE(check_data_member(file, members).ok());
        EXPECT_LT(file.so_far, file.size() / 16) << extension;
    }
}

}  // namespace
}  // namespace slipway::deb
