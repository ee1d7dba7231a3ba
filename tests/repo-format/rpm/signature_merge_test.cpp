#include "repo-format/rpm/signature_merge.hpp"

#include "repo-format/rpm/rpm_package.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::rpm {
namespace {

using testing::an_rpm;
using ::testing::HasSubstr;
using testing::RpmBuilder;

constexpr std::uint32_t int16 = 3, int32 = 4, int64 = 5, string = 6, binary = 7, string_array = 8;
const std::string one_16("\0\1", 2), one_32("\0\0\0\1", 4), one_64("\0\0\0\0\0\0\0\1", 8), text("text\0", 5);

Result<RpmPackage> read(const RpmBuilder& builder) { return read_rpm(MemoryBytes(builder.bytes()), VerifyDigests::no); }

struct Merge {
    const char* what;
    RpmBuilder package;
    const char* message = "";
};

const auto name_of_row = [](const auto& row) { return row.param.what; };

class PossibleMerge : public ::testing::TestWithParam<Merge> {};

TEST_P(PossibleMerge, IsAccepted) { MUST(read(GetParam().package)); }

INSTANTIATE_TEST_SUITE_P(
    Of, PossibleMerge,
    ::testing::Values(
        Merge{"FileSignaturesInTheSignatureHeader",
              an_rpm("ima").signature_tag(274, string_array, 1, text).signature_tag(275, int32, 1, one_32)},
        Merge{"FileSignaturesInTheMainHeader",
              an_rpm("ima").tag(5090, string_array, 1, text).tag(5091, int32, 1, one_32)},
        Merge{"VeritySignatures",
              an_rpm("verity").signature_tag(276, string_array, 1, text).signature_tag(277, int32, 1, one_32)},
        Merge{"LongSizes", an_rpm("long").signature_tag(270, int64, 1, one_64).signature_tag(271, int64, 1, one_64)},
        Merge{"UnknownTags", an_rpm("unknown").signature_tag(300, int16, 1, one_16)},
        Merge{"LegacyNumbersInAPackageOfRpm6", an_rpm("new").format(6).signature_tag(1000, string, 1, text)}),
    name_of_row);

class ImpossibleMerge : public ::testing::TestWithParam<Merge> {};

TEST_P(ImpossibleMerge, IsRefused) {
    const auto package = read(GetParam().package);

    EXPECT_FAULT(package, Fault::invalid_input);
    EXPECT_EQ(package.error().code(), "invalid-package");
    EXPECT_THAT(package.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Of, ImpossibleMerge,
    ::testing::Values(
        Merge{"ASizeOfAnotherWidth", an_rpm("a").signature_tag(1000, int64, 1, one_64), "1000 (SIZE)"},
        Merge{"TwoSizes", an_rpm("a").signature_tag(1000, int32, 2, one_64), "2 values of type 4"},
        Merge{"AShortMd5", an_rpm("a").signature_tag(1004, binary, 15, std::string(15, 'a')), "15 values"},
        Merge{"ASignatureThatIsText", an_rpm("a").signature_tag(268, string, 1, text), "268 (RSA)"},
        Merge{"ADigestThatIsManyTexts", an_rpm("a").signature_tag(269, string_array, 1, text), "269 (SHA1)"},
        Merge{"FileSignaturesInBothHeaders",
              an_rpm("a").signature_tag(274, string_array, 1, text).tag(5090, string_array, 1, text),
              "5090 (FILESIGNATURES): it belongs into the signature header"},
        Merge{"FileSignaturesInTheMainHeaderOfRpm6", an_rpm("a").format(6).tag(5090, string_array, 1, text),
              "5090 (FILESIGNATURES)"},
        Merge{"ALongArchiveSizeInTheMainHeader", an_rpm("a").tag(271, int64, 1, one_64), "271 (LONGARCHIVESIZE)"},
        Merge{"ASignatureInTheMainHeader", an_rpm("a").tag(268, binary, 1, "a"), "268 (RSAHEADER)"}),
    name_of_row);

}  // namespace
}  // namespace slipway::rpm
