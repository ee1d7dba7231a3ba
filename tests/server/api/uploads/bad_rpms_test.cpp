// Rpm packages that no upload may bring in. The readers have tests of their own (tests/repo-format/rpm): here each kind
// of damage is shown to be answered with its place, and to leave nothing behind.
#include "tests/server/api/uploads/bad_packages.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::api {
namespace {

using namespace slipway::testing;

constexpr std::size_t lead_size = 96;

std::string zeros_of(std::size_t digits) { return std::string(digits, '0') + '\0'; }

std::string with_text(std::uint32_t tag, const std::string& value) { return an_rpm("hello").text(tag, value).bytes(); }

/// A signature header whose intro says it has a million tags.
std::string with_a_million_tags() {
    auto bytes = an_rpm("hello").bytes();
    bytes.replace(lead_size + 8, 4, std::string("\x00\x0f\x42\x40", 4));
    return bytes;
}

std::string with_another_last_byte() {
    auto bytes = an_rpm("hello").file("/etc/x", "x").bytes();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    return bytes;
}

class BadRpm : public BadPackageTest {};
TEST_P(BadRpm, IsRefusedWithItsPlaceAndLeavesNothing) { expect_refusal(); }

INSTANTIATE_TEST_SUITE_P(
    Structure, BadRpm,
    ::testing::Values(BadPackage{"TruncatedHeader", "a.rpm", [] { return an_rpm("hello").bytes().substr(0, 400); }, 422,
                                 "invalid-package", "the file ends within it at offset 400"},
                      BadPackage{"TruncatedPayload", "a.rpm",
                                 [] {
                                     const auto bytes = an_rpm("hello").bytes();
                                     return bytes.substr(0, bytes.size() - 5);
                                 },
                                 422, "invalid-package", "signature header: tag"},
                      BadPackage{"AMillionTags", "a.rpm", with_a_million_tags, 422, "invalid-package",
                                 "signature header: offset 104: 1000000 tags are not possible"},
                      BadPackage{"OnlyALead", "a.rpm", [] { return an_rpm("hello").bytes().substr(0, lead_size); }, 422,
                                 "invalid-package", "offset 96"},
                      BadPackage{"ANameOf64Kibibytes", "a.rpm",
                                 [] { return with_text(1000, std::string(64 << 10, 'a')); }, 422, "invalid-package",
                                 "tag 1000 (NAME): 65536 bytes are too long"},
                      BadPackage{"ANameThatIsAPath", "a.rpm", [] { return with_text(1000, "../hello"); }, 422,
                                 "invalid-package", "tag 1000 (NAME)"},
                      BadPackage{"AnEscapeInTheSummary", "a.rpm",
                                 [] { return an_rpm("hello").summary("\x1b[2J").bytes(); }, 422, "invalid-package",
                                 "tag 1004 (SUMMARY): control character 0x1b at offset 0"},
                      BadPackage{"AnArchitectureOfDpkg", "a.rpm", [] { return with_text(1022, "arm64"); }, 422,
                                 "unknown-architecture", "the nearest is 'aarch64'"},
                      BadPackage{"NoVersion", "a.rpm", [] { return an_rpm("hello").without(1001).bytes(); }, 422,
                                 "invalid-package", "tag 1001 (VERSION): it is missing or empty"}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Digests, BadRpm,
    ::testing::Values(
        BadPackage{"OfTheHeader", "a.rpm",
                   [] { return an_rpm("hello").signature_tag(273, 6, 1, zeros_of(64)).bytes(); }, 422,
                   "invalid-package", "tag 273 (SHA256)"},
        BadPackage{"OfTheHeaderBySha1", "a.rpm",
                   [] { return an_rpm("hello").signature_tag(269, 6, 1, zeros_of(40)).bytes(); }, 422,
                   "invalid-package", "tag 269 (SHA1)"},
        BadPackage{"OfThePayload", "a.rpm", [] { return an_rpm("hello").tag(5092, 8, 1, zeros_of(64)).bytes(); }, 422,
                   "invalid-package", "tag 5092 (PAYLOADDIGEST)"},
        BadPackage{"Md5OfBoth", "a.rpm",
                   [] { return an_rpm("hello").signature_tag(1004, 7, 16, std::string(16, 'a')).bytes(); }, 422,
                   "invalid-package", "tag 1004 (MD5)"},
        BadPackage{"AChangedByte", "a.rpm", with_another_last_byte, 422, "invalid-package", "tag 1004 (MD5)"}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(Kind, BadRpm,
                         ::testing::Values(BadPackage{"ADeltaFile", "a.rpm", [] { return std::string("drpmDLT3"); },
                                                      422, "unsupported-format", "delta"},
                                           BadPackage{"ADeltaPackage", "a.rpm", [] { return with_text(1124, "drpm"); },
                                                      422, "unsupported-format", "delta"},
                                           BadPackage{"Text", "a.rpm", [] { return std::string("hello, world\n"); },
                                                      422, "wrong-format", "not an rpm package"},
                                           BadPackage{"ADebNamedRpm", "a.rpm", [] { return a_deb("hello").build(); },
                                                      422, "wrong-format", "Debian package"},
                                           BadPackage{"ADeltaByItsName", "a.drpm",
                                                      [] { return std::string("drpmDLT3"); }, 422, "unsupported-format",
                                                      "a.drpm"}),
                         name_of_row);

}  // namespace
}  // namespace slipway::api
