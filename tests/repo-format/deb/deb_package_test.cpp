#include "repo-format/deb/deb_package.hpp"

#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

namespace slipway::deb {
namespace {

using slipway::testing::a_deb;
using slipway::testing::DebBuilder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<DebPackage> read(std::string bytes) { return read_deb(MemoryBytes(std::move(bytes)), VerifyData::yes); }

TEST(DebPackage, TellsNameVersionArchitectureAndSource) {
    const auto package =
        MUST(read(a_deb("libhello1").version("1:2.0-3").architecture("arm64").source("hello").build()));

    EXPECT_EQ(package.name, "libhello1");
    EXPECT_EQ(package.version, "1:2.0-3");
    EXPECT_EQ(package.architecture, "arm64");
    EXPECT_EQ(package.source, "hello");
}

TEST(DebPackage, IsItsOwnSourceUnlessItNamesOne) { EXPECT_EQ(MUST(read(a_deb("hello").build())).source, "hello"); }

TEST(DebPackage, DropsTheVersionFromItsSource) {
    EXPECT_EQ(MUST(read(a_deb("libhello1").source("hello (2.0-1)").build())).source, "hello");
}

TEST(DebPackage, KeepsEveryFieldOfItsControlFile) {
    const auto deb = a_deb("hello").field("X-Team", "greeters").field("Description", "greets\n Long.\n .\n Text.");

    const auto package = MUST(read(deb.build()));

    EXPECT_EQ(package.control.render(), deb.control());
    EXPECT_THAT(package.warnings, IsEmpty());
}

TEST(DebPackage, IsNamedAsDpkgNamesIt) {
    const auto package = MUST(read(a_deb("MongoDB_Thing").build()));

    EXPECT_EQ(package.name, "mongodb_thing");
    EXPECT_EQ(package.control.find("Package"), "mongodb_thing");
    EXPECT_THAT(package.warnings, ElementsAre(HasSubstr("Package: Debian policy wants lower case")));
}

struct SourceField {
    const char* because;
    const char* value;
    const char* source;
    bool warned;
};

class SourceFieldTest : public ::testing::TestWithParam<SourceField> {};

TEST_P(SourceFieldTest, SaysWhereThePackageLies) {
    const auto package = MUST(read(a_deb("hello").source(GetParam().value).field("X-End", "1").build()));

    EXPECT_EQ(package.source, GetParam().source);
    EXPECT_EQ(package.warnings.size(), GetParam().warned ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(Control, SourceFieldTest,
                         ::testing::Values(SourceField{"WithAVersion", "greeter (1.0)", "greeter", false},
                                           SourceField{"WithAVersionThatIsNone", "greeter (x", "greeter", false},
                                           SourceField{"OfSeveralWords", "foo bar (1.0)", "foo", false},
                                           SourceField{"InUpperCase", "Greeter", "Greeter", false},
                                           SourceField{"WithoutAValue", "", "hello", false},
                                           SourceField{"ThatIsAPath", "../x", "hello", true},
                                           SourceField{"OfDots", "..", "hello", true},
                                           SourceField{"WithABlankOfUnicode", "gr\xc2\xa0\xc3\xbc", "hello", true}),
                         [](const auto& row) { return row.param.because; });

TEST(DebPackage, NeedsNeitherMaintainerNorDescription) {
    EXPECT_TRUE(read(a_deb("hello").without("Maintainer").without("Description").build()).ok());
}

struct BadField {
    const char* because;
    const char* field;
    std::string value;
    const char* message;
};

class BadFieldTest : public ::testing::TestWithParam<BadField> {};

TEST_P(BadFieldTest, IsRefusedNamingTheField) {
    const auto deb = a_deb("hello").field(GetParam().field, GetParam().value).build();

    const auto package = read(deb);

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_EQ(package.error().code(), "invalid-package");
    EXPECT_THAT(package.error().message(), HasSubstr(fmt::format("control: field {}: ", GetParam().field)));
    EXPECT_THAT(package.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Control, BadFieldTest,
    ::testing::Values(BadField{"AnEmptyName", "Package", "", "missing"},
                      BadField{"ANameWithAPath", "Package", "../etc", "no package name"},
                      BadField{"ANameWithALineBreak", "Package", "he\n llo", "no package name"},
                      BadField{"ANameOf64Kibibytes", "Package", std::string(65536, 'h'), "it has 65536 bytes"},
                      BadField{"AVersionThatIsNone", "Version", "latest", "does not start with a digit"},
                      BadField{"AVersionWithASlash", "Version", "1/2", "\"/\" in the upstream version"},
                      BadField{"AVersionThatIsTooLong", "Version", std::string(256, '1'), "it has 256 bytes"},
                      BadField{"AnArchitectureWithASlash", "Architecture", "amd64/..", "no architecture"},
                      BadField{"SeveralArchitectures", "Architecture", "amd64 arm64", "no architecture"},
                      BadField{"AnUnknownMultiArch", "Multi-Arch", "maybe", "unknown value \"maybe\""},
                      BadField{"AnUnknownEssential", "Essential", "perhaps", "unknown value"},
                      BadField{"ADependencyThatIsNone", "Depends", "libc6 (",
                               "entry 1, \"libc6 (\": no ')' ends the version"}),
    [](const auto& row) { return row.param.because; });

class MissingFieldTest : public ::testing::TestWithParam<const char*> {};

TEST_P(MissingFieldTest, IsRefusedNamingIt) {
    const auto package = read(a_deb("hello").without(GetParam()).build());

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_EQ(package.error().message(), fmt::format("control: field {}: it is missing", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Control, MissingFieldTest, ::testing::Values("Package", "Version", "Architecture"),
                         [](const auto& row) { return std::string(row.param); });

TEST(DebPackage, MakesAFileNameThatFileSystemsCanStore) {
    const auto package = read(a_deb(std::string(200, 'a')).version(std::string(60, '1')).build());

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_THAT(package.error().message(), HasSubstr("its file name would have 271 bytes"));
}

TEST(DebPackage, IsRefusedWhereDpkgSeesACutFile) {
    const auto package =
        read(a_deb("hello").control_text("Package: hello\nVersion: 1\nArchitecture: all\nDescription: \n").build());

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_THAT(package.error().message(), HasSubstr("field Description: it has no value and stands last"));
}

TEST(DebPackage, MayEndWithAnEmptyFieldAndAnEmptyLine) {
    const auto text = "Package: hello\nVersion: 1\nArchitecture: all\nMaintainer: a\nDescription:\n\n";

    const auto package = MUST(read(a_deb("hello").control_text(text).build()));

    EXPECT_EQ(package.control.find("Description"), std::nullopt);
    EXPECT_THAT(package.warnings, ElementsAre("Description: it is missing, of which dpkg warns"));
}

TEST(DebPackage, HasANameThatDpkgCanMakeFileNamesOf) {
    const auto longest = a_deb(std::string(243, 'a')).version("1");

    EXPECT_TRUE(read(longest.build()).ok());
    EXPECT_FAULT(read(DebBuilder(longest).field("Multi-Arch", "same").build()), Fault::invalid_input);
}

TEST(DebPackage, WarnsOfWhatDebian11CannotUnpack) {
    const auto package = MUST(read(a_deb("hello").control_compression(".gz").data_compression(".zst").build()));

    EXPECT_THAT(package.warnings, ElementsAre(HasSubstr("data.tar.zst: dpkg before 1.21.18")));
}

TEST(DebPackage, TellsTheLineOfABadControlFile) {
    const auto package = read(a_deb("hello").control_text("Package: hello\nVersion\n").build());

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_EQ(package.error().code(), "invalid-package");
    EXPECT_EQ(package.error().message(), "control.tar.xz at offset 132: control: line 2: no colon after \"Version\"");
}

struct ForeignFormat {
    const char* because;
    std::string bytes;
    const char* code;
};

class ForeignFormatTest : public ::testing::TestWithParam<ForeignFormat> {};

TEST_P(ForeignFormatTest, IsRecognised) {
    const auto package = read(GetParam().bytes);

    EXPECT_FAULT(package, find_problem(GetParam().code)->fault);
    EXPECT_EQ(package.error().code(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    DebPackage, ForeignFormatTest,
    ::testing::Values(ForeignFormat{"ADscOrChangesFile", "Format: 1.8\nDate: Sun, 22 Nov 2026\n", "unsupported-format"},
                      ForeignFormat{"ASignedDscOrChangesFile", "-----BEGIN PGP SIGNED MESSAGE-----\n\nFormat: 3.0\n",
                                    "unsupported-format"},
                      ForeignFormat{"AnInstallerPackage", a_deb("hello").field("Package-Type", "udeb").build(),
                                    "unsupported-format"},
                      ForeignFormat{"AnRpm", std::string("\xed\xab\xee\xdb\x03\0\0\0", 8), "wrong-format"},
                      ForeignFormat{"AnythingElse", "PK\x03\x04", "invalid-package"},
                      ForeignFormat{"AnEmptyFile", "", "invalid-package"}),
    [](const auto& row) { return row.param.because; });

class TruncationTest : public ::testing::TestWithParam<const char*> {};

TEST_P(TruncationTest, IsAnErrorAtEveryOffset) {
    const auto deb = a_deb("hello").control_compression(GetParam()).data_compression(GetParam()).build();

    for (std::size_t length = 0; length < deb.size(); ++length) {
        const auto package = read(deb.substr(0, length));

        ASSERT_FALSE(package.ok()) << "cut to " << length << " of " << deb.size() << " bytes";
        ASSERT_EQ(package.error().code(), "invalid-package") << package.error().message();
    }
}

INSTANTIATE_TEST_SUITE_P(DebPackage, TruncationTest, ::testing::Values("", ".gz", ".xz", ".zst"),
                         [](const auto& row) { return "Compression" + std::string(row.param).erase(0, 1); });

TEST(DebPackage, AFlippedBitNeverChangesWhatIsRead) {
    const auto deb = a_deb("hello").build();
    const auto genuine = MUST(read(deb)).control.render();
    const auto control_end = deb.find("data.tar");

    for (std::size_t at = 0; at < control_end * 8; ++at) {
        auto damaged = deb;
        damaged[at / 8] = static_cast<char>(damaged[at / 8] ^ (1 << at % 8));

        const auto package = read(damaged);

        EXPECT_TRUE(!package.ok() || package->control.render() == genuine) << "bit " << at;
    }
}

}  // namespace
}  // namespace slipway::deb
