#include "repo-format/yum/package_files.hpp"

#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::yum {
namespace {

using testing::an_rpm;
using ::testing::HasSubstr;
using testing::RpmBuilder;

constexpr std::uint32_t ghost = 1 << 6;

std::string path_with(std::size_t bytes) { return "/opt/" + std::string(bytes, 'n'); }

Result<> with_names_checked(const RpmBuilder& builder) {
    return check_file_names(MUST(rpm::read_rpm(MemoryBytes(builder.bytes()), rpm::VerifyDigests::yes)));
}

TEST(FileNames, MayBeAsLongAsRpmCanUnpack) {
    EXPECT_TRUE(with_names_checked(an_rpm("a").file(path_with(246), "x")).ok());
    EXPECT_TRUE(with_names_checked(an_rpm("a").format(3).file(path_with(246), "x")).ok());
}

TEST(FileNames, OfDirectoriesAndOfWhatIsNotUnpackedMayBeAsLongAsFileSystemsAllow) {
    EXPECT_TRUE(with_names_checked(an_rpm("a").directory(path_with(255))).ok());
    EXPECT_TRUE(with_names_checked(an_rpm("a").file(path_with(255), "x", ghost)).ok());
    EXPECT_TRUE(with_names_checked(an_rpm("a").file(path_with(255) + "/x", "x")).ok());
}

struct LongName {
    const char* because;
    RpmBuilder package;
    const char* message;
};

class LongNameTest : public ::testing::TestWithParam<LongName> {};

TEST_P(LongNameTest, IsRefusedNamingTagAndLength) {
    const auto outcome = with_names_checked(GetParam().package);

    EXPECT_FAULT(outcome, Fault::invalid_input);
    EXPECT_EQ(outcome.error().code(), "invalid-package");
    EXPECT_THAT(outcome.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Of, LongNameTest,
    ::testing::Values(LongName{"AFile", an_rpm("a").file("/opt/x", "").file(path_with(247), ""),
                               "1117 (BASENAMES): a name of 247 bytes; rpm can store 246"},
                      LongName{"AnRpm3File", an_rpm("a").format(3).file(path_with(247), ""),
                               "1027 (OLDFILENAMES): a name of 247 bytes; rpm can store 246"},
                      LongName{"AGhost", an_rpm("a").file(path_with(256), "", ghost), "a name of 256 bytes"},
                      LongName{"ADirectory", an_rpm("a").directory(path_with(256)), "a name of 256 bytes"},
                      LongName{"TheDirectoryOfAFile", an_rpm("a").file(path_with(256) + "/x", ""),
                               "1118 (DIRNAMES): a name of 256 bytes; rpm can store 255"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::yum
