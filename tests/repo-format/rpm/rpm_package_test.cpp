#include "repo-format/rpm/rpm_package.hpp"

#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::rpm {
namespace {

using testing::an_rpm;
using ::testing::HasSubstr;

Result<RpmPackage> read(const std::string& bytes, VerifyDigests verify = VerifyDigests::yes) {
    return read_rpm(MemoryBytes(bytes), verify);
}

TEST(RpmPackage, SaysWhatItIs) {
    const auto package = MUST(read(an_rpm("hello").version("2.12").release("3.fc40").epoch(1).bytes()));

    EXPECT_EQ(package.name, "hello");
    EXPECT_EQ(render(package.evr), "1:2.12-3.fc40");
    EXPECT_EQ(package.architecture, "x86_64");
    EXPECT_FALSE(package.is_source);
    EXPECT_TRUE(package.has_payload_digest);
    EXPECT_EQ(package.format, 4);
    EXPECT_EQ(file_name(package), "hello-2.12-3.fc40.x86_64.rpm");
}

TEST(RpmPackage, TheMainHeaderStandsBetweenItsOffsets) {
    const std::string bytes = an_rpm("hello").file("/usr/bin/hello", "#!/bin/sh\n").bytes();

    const auto package = MUST(read(bytes));

    EXPECT_EQ(bytes.substr(package.header_start, package.header_end - package.header_start), package.main.bytes());
    EXPECT_EQ(package.file_size, bytes.size());
}

TEST(RpmPackage, ASourcePackageHasTheArchitectureSrc) {
    const auto package = MUST(read(an_rpm("hello").source().bytes()));

    EXPECT_TRUE(package.is_source);
    EXPECT_EQ(file_name(package), "hello-1.0-1.src.rpm");
}

TEST(RpmPackage, ThatTellsNoSourceIsOneWhenItsFilesLieInNoDirectory) {
    EXPECT_TRUE(MUST(read(an_rpm("hello").without(1044).file("hello.spec", "x").bytes())).is_source);
    EXPECT_TRUE(MUST(read(an_rpm("hello").format(3).without(1044).file("hello.spec", "x").bytes())).is_source);
    EXPECT_FALSE(MUST(read(an_rpm("hello").without(1044).file("/etc/hello", "x").bytes())).is_source);
    EXPECT_FALSE(MUST(read(an_rpm("hello").format(3).without(1044).bytes())).is_source);
    EXPECT_FALSE(MUST(read(an_rpm("hello").file("hello", "x").bytes())).is_source);
}

TEST(RpmPackage, OfRpm3HasNoRegion) {
    const auto package = MUST(read(an_rpm("old").format(3).file("/etc/old", "x").bytes()));

    EXPECT_EQ(package.format, 3);
    EXPECT_FALSE(package.main.has_region());
    EXPECT_FALSE(package.has_payload_digest);
}

TEST(RpmPackage, OfRpm6IsReadAndItsDigestsAreVerified) {
    EXPECT_EQ(MUST(read(an_rpm("new").format(6).bytes())).format, 6);
    const std::string wrong(129, 'a');
    const auto corrupt = read(an_rpm("new").format(6).tag(5121, 6, 1, wrong.substr(1) + '\0').bytes());
    EXPECT_FAULT(corrupt, Fault::invalid_input);
    EXPECT_THAT(corrupt.error().message(), HasSubstr("5121 (PAYLOADSHA512)"));
}

TEST(RpmPackage, WithoutPayloadDigestSaysSo) {
    EXPECT_FALSE(MUST(read(an_rpm("hello").without_payload_digest().bytes())).has_payload_digest);
}

struct WrongDigest {
    const char* what;
    std::uint32_t tag, type, count;
    std::string data;
};

class RpmDigest : public ::testing::TestWithParam<WrongDigest> {};

TEST_P(RpmDigest, IsVerifiedWhereAsked) {
    const auto& row = GetParam();
    const std::string bytes = an_rpm("hello").signature_tag(row.tag, row.type, row.count, row.data).bytes();

    const auto verified = read(bytes);

    EXPECT_FAULT(verified, Fault::invalid_input);
    EXPECT_EQ(verified.error().code(), "invalid-package");
    EXPECT_THAT(verified.error().message(), HasSubstr(std::string("(") + row.what + ")"));
    EXPECT_TRUE(read(bytes, VerifyDigests::no).ok());
}

INSTANTIATE_TEST_SUITE_P(InTheSignatureHeader, RpmDigest,
                         ::testing::Values(WrongDigest{"SHA1", 269, 6, 1, std::string(40, 'a') + '\0'},
                                           WrongDigest{"SHA256", 273, 6, 1, std::string(64, 'a') + '\0'},
                                           WrongDigest{"SHA3_256", 279, 6, 1, std::string(64, 'a') + '\0'},
                                           WrongDigest{"MD5", 1004, 7, 16, std::string(16, 'a')},
                                           WrongDigest{"SIZE", 1000, 4, 1, std::string("\0\0\0\x07", 4)},
                                           WrongDigest{"LONGSIZE", 270, 5, 1, std::string("\0\0\0\0\0\0\0\x07", 8)}),
                         [](const auto& row) { return row.param.what; });

TEST(RpmPackage, AChangedPayloadIsRefused) {
    std::string bytes = an_rpm("hello").file("/etc/x", "x").bytes();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);

    const auto package = read(bytes);

    EXPECT_FAULT(package, Fault::invalid_input);
}

TEST(RpmPackage, APayloadDigestAloneIsEnoughToFindAChangedPayload) {
    const auto package = read(an_rpm("hello").tag(5092, 8, 1, std::string(64, '0') + '\0').bytes());

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_THAT(package.error().message(), HasSubstr("5092 (PAYLOADDIGEST): the payload, from offset "));
    EXPECT_THAT(package.error().message(), HasSubstr("upload it again, or build it again"));
}

TEST(RpmPackage, HasToBeRightInEveryPayloadDigest) {
    const auto digest = std::string(MUST(read(an_rpm("hello").bytes())).main.text(tag::payload_digest));
    const auto with = [&](const std::string& second) {
        return read(an_rpm("hello").tag(5092, 8, 2, digest + std::string(1, 0) + second + std::string(1, 0)).bytes());
    };

    EXPECT_TRUE(with(digest).ok());
    EXPECT_FAULT(with(std::string(64, '0')), Fault::invalid_input);
    EXPECT_FAULT(with(digest.substr(1)), Fault::invalid_input);
}

TEST(RpmPackage, TellsWhatItsHeadersTakeOfMemoryFromTheirIntros) {
    const std::string bytes = an_rpm("hello").file("/etc/hello", "x").bytes();

    const auto package = MUST(read(bytes));
    const auto headers = package.signature.bytes().size() + package.main.bytes().size();

    EXPECT_GE(MUST(memory_of_headers(MemoryBytes(bytes))), headers);
    EXPECT_LE(MUST(memory_of_headers(MemoryBytes(bytes))), 3 * headers);
    const auto cut = memory_of_headers(MemoryBytes(bytes.substr(0, package.header_end - 1)));
    EXPECT_FAULT(cut, Fault::invalid_input);
    EXPECT_THAT(cut.error().message(), HasSubstr("main header: the file ends within it"));
}

struct BadText {
    const char* because;
    std::uint32_t tag;
    std::string value;
    const char* message;
};

class RpmIdentity : public ::testing::TestWithParam<BadText> {};

TEST_P(RpmIdentity, IsRefused) {
    const auto package = read(an_rpm("hello").text(GetParam().tag, GetParam().value).bytes());

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_EQ(package.error().code(), "invalid-package");
    EXPECT_THAT(package.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    With, RpmIdentity,
    ::testing::Values(BadText{"ASlashInTheName", 1000, "../../etc/passwd", "1000 (NAME): '/' is not allowed"},
                      BadText{"ANameThatStartsWithADot", 1000, ".hello", "may not start with '.'"},
                      BadText{"AControlCharacter", 1001, "1\n0", "1001 (VERSION): byte 0x0a"},
                      BadText{"ADashInTheVersion", 1001, "1-0", "'-' is not allowed"},
                      BadText{"ASpaceInTheRelease", 1002, "1 ", "1002 (RELEASE)"},
                      BadText{"AForeignLetter", 1000, "h\xc3\xa9llo", "byte 0xc3"},
                      BadText{"AnEmptyName", 1000, "", "missing or empty"},
                      BadText{"ADotInTheArchitecture", 1022, "x86.64", "1022 (ARCH)"},
                      BadText{"ANameOf64KiB", 1000, std::string(65536, 'a'), "65536 bytes are too long"},
                      BadText{"AFileNameOver255Bytes", 1000, std::string(240, 'a'), "file name would be 257 bytes"}),
    [](const auto& row) { return row.param.because; });

TEST(RpmPackage, WithoutAnArchitectureIsRefusedUnlessItIsASourcePackage) {
    EXPECT_FAULT(read(an_rpm("hello").without(1022).bytes()), Fault::invalid_input);
    EXPECT_TRUE(read(an_rpm("hello").source().without(1022).bytes()).ok());
}

struct Foreign {
    const char* what;
    std::string bytes;
    Fault fault;
    const char* code;
};

class ForeignFile : public ::testing::TestWithParam<Foreign> {};

TEST_P(ForeignFile, IsRecognised) {
    const auto package = read(GetParam().bytes);

    EXPECT_FAULT(package, GetParam().fault);
    EXPECT_EQ(package.error().code(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    As, ForeignFile,
    ::testing::Values(Foreign{"ADebianPackage", "!<arch>\ndebian-binary   ", Fault::invalid_input, "wrong-format"},
                      Foreign{"Text", "Hello\n", Fault::invalid_input, "wrong-format"},
                      Foreign{"Nothing", "", Fault::invalid_input, "wrong-format"},
                      Foreign{"ADeltaFile", "drpmDLT3", Fault::unsupported, "unsupported-format"},
                      Foreign{"ADeltaPackage", an_rpm("hello").text(1124, "drpm").bytes(), Fault::unsupported,
                              "unsupported-format"},
                      Foreign{"ALead", an_rpm("hello").bytes().substr(0, 96), Fault::invalid_input, "invalid-package"}),
    [](const auto& row) { return row.param.what; });

TEST(RpmPackage, CutAnywhereIsRefused) {
    const std::string bytes = an_rpm("hello").reserved_space(16).file("/etc/x", "x").bytes();

    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto package = read(bytes.substr(0, length));
        ASSERT_FALSE(package.ok()) << length;
        ASSERT_EQ(package.error().fault(), Fault::invalid_input) << length;
    }
}

TEST(RpmBuilder, MakesPackagesThatRpmAccepts) {
    const testing::TempDir dir;
    for (const int format : {3, 4})
        dir.write("f" + std::to_string(format) + ".rpm",
                  an_rpm("hello").format(format).directory("/opt/x").file("/opt/x/y", "text\n").bytes());

    const auto checked =
        testing::run_command({"rpmkeys", "--dbpath", dir.path() / "db", "--checksig", "f3.rpm", "f4.rpm"}, dir.path());
    const auto listed = testing::run_command({"rpm", "--dbpath", dir.path() / "db", "-qpl", "f4.rpm"}, dir.path());

    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    EXPECT_THAT(listed.output, HasSubstr("/opt/x/y"));
}

}  // namespace
}  // namespace slipway::rpm
