#include "repo-format/deb/deb_members.hpp"

#include "tests/support/command.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::deb {
namespace {

using slipway::testing::a_deb;
using slipway::testing::a_tar;
using slipway::testing::an_ar;
using slipway::testing::an_ar_member;
using slipway::testing::run_command;
using slipway::testing::TempDir;
using ::testing::HasSubstr;

const std::string version_member = an_ar_member("debian-binary", "2.0\n");
const std::string control_tar = a_tar({{"./control", a_deb("hello").control()}});
const std::string control_member = an_ar_member("control.tar", control_tar);
const std::string data_member = an_ar_member("data.tar", a_tar({}));

struct MemberRow {
    const char* because;
    std::string bytes;
    const char* message;  // nothing when it is accepted
};

class MembersTest : public ::testing::TestWithParam<MemberRow> {};

TEST_P(MembersTest, AreFoundOrRefusedByPlace) {
    const auto members = find_members(MemoryBytes(GetParam().bytes));

    if (!GetParam().message) {
        EXPECT_EQ(MUST(std::move(members)).control.size, control_tar.size());
        return;
    }
    EXPECT_FAULT(members, Fault::invalid_input);
    EXPECT_EQ(members.error().code(), "invalid-package");
    EXPECT_THAT(members.error().message(), HasSubstr(GetParam().message));
}

TEST_P(MembersTest, AreJudgedAsByDpkg) {
    const TempDir directory;
    const auto path = directory.write("a.deb", GetParam().bytes);

    const auto listed = run_command({"dpkg-deb", "-f", path, "Package"});
    const auto unpacked = run_command({"dpkg-deb", "-c", path});

    EXPECT_EQ(listed.exit_code == 0 && unpacked.exit_code == 0, GetParam().message == nullptr)
        << listed.output << unpacked.output;
}

std::string name_of_row(const ::testing::TestParamInfo<MemberRow>& row) { return row.param.because; }

INSTANTIATE_TEST_SUITE_P(
    Accepted, MembersTest,
    ::testing::Values(
        MemberRow{"ThreeMembers", an_ar({version_member, control_member, data_member}), nullptr},
        MemberRow{"UnderscoreMembersAreSkipped",
                  an_ar({version_member, an_ar_member("_a", "x"), control_member, an_ar_member("_b", ""), data_member}),
                  nullptr},
        MemberRow{"MembersAfterDataAreIgnored",
                  an_ar({version_member, control_member, data_member, an_ar_member("extra", "x"), "rubbish"}), nullptr},
        MemberRow{"NamesMayEndWithASlash",
                  an_ar({version_member, an_ar_member("control.tar/", control_tar), data_member}), nullptr},
        MemberRow{"LaterMinorVersionsAndLines",
                  an_ar({an_ar_member("debian-binary", "2.7\nmore\n"), control_member, data_member}), nullptr}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Refused, MembersTest,
    ::testing::Values(
        MemberRow{"NoArArchive", "hello", "no ar archive at offset 0"},
        MemberRow{"NoMember", an_ar({}), "the first ar member is not debian-binary"},
        MemberRow{"AnotherFirstMember", an_ar({control_member, data_member}),
                  "the first ar member is not debian-binary"},
        MemberRow{"AnotherMajorVersion", an_ar({an_ar_member("debian-binary", "3.0\n"), control_member, data_member}),
                  "format version \"3.0\""},
        MemberRow{"AVersionThatIsNone", an_ar({an_ar_member("debian-binary", "2.x\n"), control_member, data_member}),
                  "names no format version"},
        MemberRow{"AVersionWithoutNewline", an_ar({an_ar_member("debian-binary", "2.0"), control_member, data_member}),
                  "holds no line"},
        MemberRow{"NoControl", an_ar({version_member, data_member}), "stands where control.tar must be"},
        MemberRow{"NoData", an_ar({version_member, control_member}), "the file ends before a data.tar member"},
        MemberRow{"AStrangerBeforeData", an_ar({version_member, control_member, an_ar_member("x", "y"), data_member}),
                  "member \"x\" at offset"},
        MemberRow{"TwoControlMembers", an_ar({version_member, control_member, control_member, data_member}),
                  "two control members"},
        MemberRow{"AnUnknownCompression",
                  an_ar({version_member, an_ar_member("control.tar.br", control_tar), data_member}),
                  "a compression that dpkg does not know"},
        MemberRow{"ControlCompressedWithBzip2",
                  an_ar({version_member, an_ar_member("control.tar.bz2", control_tar), data_member}),
                  "a compression that dpkg does not know"},
        MemberRow{"ControlOfNoBytes", an_ar({version_member, an_ar_member("control.tar", ""), data_member}),
                  "is empty"},
        MemberRow{"AHeaderWithoutEndMark", an_ar({version_member, std::string(60, ' '), control_member, data_member}),
                  "has no end mark"},
        MemberRow{"ASizeWithALetter",
                  an_ar({version_member, an_ar_member("control.tar", control_tar, "1x"), data_member}),
                  "no valid size"},
        MemberRow{"ANegativeSize", an_ar({version_member, an_ar_member("control.tar", control_tar, "-1"), data_member}),
                  "no valid size"},
        MemberRow{"ALongNameOfBsd", an_ar({version_member, an_ar_member("#1/20", control_tar), data_member}),
                  "has a long name"},
        MemberRow{"ALongNameOfGnu", an_ar({version_member, an_ar_member("/0", control_tar), data_member}),
                  "has a long name"},
        MemberRow{"DataBeyondTheEndOfTheFile",
                  an_ar({version_member, control_member, an_ar_member("data.tar", a_tar({}), "9999999999")}),
                  "has 9999999999 bytes, but only 1024 follow"}),
    name_of_row);

class DataCompressionTest : public ::testing::TestWithParam<const char*> {};

TEST_P(DataCompressionTest, IsRecognisedAndReadByDpkgToo) {
    const TempDir directory;
    const auto bytes = a_deb("hello").data_compression(GetParam()).build();
    const auto path = directory.write("a.deb", bytes);

    EXPECT_TRUE(find_members(MemoryBytes(bytes)).ok());
    EXPECT_THAT(run_command({"dpkg-deb", "-c", path}).output, HasSubstr("./usr/share/doc/hello/about"));
}

INSTANTIATE_TEST_SUITE_P(DebMembers, DataCompressionTest, ::testing::Values("", ".gz", ".xz", ".zst", ".bz2", ".lzma"),
                         [](const auto& row) { return "Compression" + std::string(row.param).erase(0, 1); });

TEST(DebMembers, AreRefusedWithoutThePaddingOfTheLastOne) {
    const auto bytes = an_ar({version_member, control_member, an_ar_member("data.tar", "odd")});

    const auto members = find_members(MemoryBytes(bytes.substr(0, bytes.size() - 1)));

    EXPECT_FAULT(members, Fault::invalid_input);
    EXPECT_THAT(members.error().message(), HasSubstr("the padding after member \"data.tar\" is cut off"));
}

TEST(DebMembers, GiveUpOnAFileOfNothingButHeaders) {
    std::string bytes = an_ar({version_member});
    for (int i = 0; i < 1000; ++i) bytes += an_ar_member("_", "");

    const auto members = find_members(MemoryBytes(bytes));

    EXPECT_FAULT(members, Fault::invalid_input);
    EXPECT_THAT(members.error().message(), HasSubstr("more than 100 members before control.tar"));
}

}  // namespace
}  // namespace slipway::deb
