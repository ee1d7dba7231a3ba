// Debian packages that no upload may bring in. The readers have tests of their own (tests/repo-format/deb): here each
// kind of damage is shown to be answered with its place, and to leave nothing behind.
#include "tests/server/api/uploads/bad_packages.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::api {
namespace {

using namespace slipway::testing;

constexpr std::size_t mega = std::size_t{1} << 20;

std::string with_control(const std::string& control) { return a_deb("hello").control_text(control).build(); }

std::string with_members(const std::vector<std::string>& names) {
    std::vector<std::string> members{an_ar_member("debian-binary", "2.0\n")};
    const auto control = a_tar({{"./control", a_deb("hello").control(), '0', {}}});
    for (const auto& name : names) members.push_back(an_ar_member(name, control));
    return an_ar(members);
}

/// A control.tar whose control file has this many bytes; small, as it is compressed.
std::string with_control_of(std::size_t bytes) {
    const auto control = a_deb("hello").control() + "X-Long: " + std::string(bytes, 'x') + "\n";
    return a_deb("hello").control_text(control).control_compression(".zst").build();
}

/// A control.tar that holds no control file but a long one before it.
std::string bomb() {
    const auto tar = a_tar({{"./md5sums", std::string(100 * mega, '\0'), '0', {}}});
    return an_ar({an_ar_member("debian-binary", "2.0\n"), an_ar_member("control.tar.zst", compressed(tar, ".zst")),
                  an_ar_member("data.tar", a_tar({}))});
}

/// A package whose data member ends before its stream does.
std::string with_cut_data(const std::string& extension) {
    const auto control = a_tar({{"./control", a_deb("hello").control(), '0', {}}});
    const auto data = compressed(a_tar({{"./hello", std::string(1000, 'a'), '0', {}}}), extension);
    return an_ar({an_ar_member("debian-binary", "2.0\n"), an_ar_member("control.tar", control),
                  an_ar_member("data.tar" + extension, data.substr(0, data.size() - 4))});
}

class BadDeb : public BadPackageTest {};
TEST_P(BadDeb, IsRefusedWithItsPlaceAndLeavesNothing) { expect_refusal(); }

std::string cut_off() { return a_deb("hello").build().substr(0, 300); }

INSTANTIATE_TEST_SUITE_P(
    Structure, BadDeb,
    ::testing::Values(BadPackage{"Truncated", "a.deb", cut_off, 422, "invalid-package", "bytes, but only"},
                      BadPackage{"Empty", "a.deb", [] { return std::string(); }, 422, "invalid-package", "offset 0"},
                      BadPackage{"WrongMagic", "a.deb", [] { return std::string("hello, world"); }, 422,
                                 "invalid-package", "no ar archive at offset 0"},
                      BadPackage{"TwoControlMembers", "a.deb",
                                 [] {
                                     return with_members({"control.tar", "control.tar", "data.tar"});
                                 },
                                 422, "invalid-package", "two control members; the second at offset "},
                      BadPackage{"NoControlMember", "a.deb", [] { return with_members({"data.tar"}); }, 422,
                                 "invalid-package", "\"data.tar\" at offset 132"},
                      BadPackage{"AControlFileOf100Megabytes", "a.deb", [] { return with_control_of(100 * mega); }, 422,
                                 "invalid-package", "at most 1 MiB is read"},
                      BadPackage{"ABomb", "a.deb", bomb, 422, "invalid-package", "control.tar.zst"},
                      BadPackage{"DataOfXzThatIsCut", "a.deb", [] { return with_cut_data(".xz"); }, 422,
                                 "invalid-package", "data.tar.xz at offset "},
                      BadPackage{"DataOfGzipThatIsCut", "a.deb", [] { return with_cut_data(".gz"); }, 422,
                                 "invalid-package", "upload it again, or build it again"}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Control, BadDeb,
    ::testing::Values(
        BadPackage{"ANameOf64Kibibytes", "a.deb", [] { return a_deb(std::string(64 << 10, 'a')).build(); }, 422,
                   "invalid-package", "field Package"},
        BadPackage{"AFieldAfterACarriageReturn", "a.deb",
                   [] { return a_deb("hello").field("Homepage", "x\rDepends: evil").build(); }, 422, "invalid-package",
                   "control character 0x0d"},
        BadPackage{"AFieldAfterALineSeparator", "a.deb",
                   [] {
                       return a_deb("hello")
                           .field("Homepage",
                                  "x\xe2\x80\xa8"
                                  "Depends: evil")
                           .build();
                   },
                   422, "invalid-package", "control character U+2028"},
        BadPackage{"AnArchitectureThatIsAWildcard", "a.deb", [] { return a_deb("hello").architecture("any").build(); },
                   422, "unknown-architecture", "the nearest is 'all'"},
        BadPackage{"NoVersion", "a.deb", [] { return a_deb("hello").without("Version").build(); }, 422,
                   "invalid-package", "field Version"},
        BadPackage{"NoArchitecture", "a.deb", [] { return a_deb("hello").without("Architecture").build(); }, 422,
                   "invalid-package", "field Architecture"},
        BadPackage{"AVersionWithoutDigit", "a.deb", [] { return a_deb("hello").version("one").build(); }, 422,
                   "invalid-package", "field Version"},
        BadPackage{"AVersionThatIsAPath", "a.deb", [] { return a_deb("hello").version("1/../2").build(); }, 422,
                   "invalid-package", "field Version"},
        BadPackage{"ANameThatIsAPath", "a.deb", [] { return a_deb("../hello").build(); }, 422, "invalid-package",
                   "field Package"},
        BadPackage{"AlternativesInConflicts", "a.deb",
                   [] { return a_deb("hello").field("Conflicts", "a | b").build(); }, 422, "invalid-package",
                   "field Conflicts: entry 1"},
        BadPackage{"AFieldOfDpkgsStatus", "a.deb",
                   [] { return a_deb("hello").field("Status", "install ok installed").build(); }, 422,
                   "invalid-package", "field Status: it belongs to dpkg's status database"},
        BadPackage{"AnEmptyFieldAtTheEnd", "a.deb",
                   [] { return with_control("Package: a\nVersion: 1\nArchitecture: all\nDescription:\n"); }, 422,
                   "invalid-package", "field Description: it has no value"},
        BadPackage{"ADuplicateField", "a.deb", [] { return with_control(a_deb("hello").control() + "Version: 2\n"); },
                   422, "invalid-package", "control: line 6"}),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    Kind, BadDeb,
    ::testing::Values(
        BadPackage{"AnRpmNamedDeb", "a.deb", [] { return an_rpm("hello").bytes(); }, 422, "wrong-format", "rpm"},
        BadPackage{"AnRpmUnderADebDistro", "a.rpm?distro=deb", [] { return an_rpm("hello").bytes(); }, 422,
                   "wrong-format", "distro deb takes .deb files"},
        BadPackage{"ADebUnderAnRpmDistro", "a.deb?distro=rpm", [] { return a_deb("hello").build(); }, 422,
                   "wrong-format", "distro rpm takes .rpm files"},
        BadPackage{"Udeb", "a.udeb", [] { return a_deb("hello").build(); }, 422, "unsupported-format", "a.udeb"},
        BadPackage{"Dsc", "a.dsc", [] { return std::string("Format: 3.0\n"); }, 422, "unsupported-format", "a.dsc"},
        BadPackage{"Changes", "a.changes", [] { return std::string("Format: 1.8\n"); }, 422, "unsupported-format",
                   "a.changes"},
        BadPackage{"UdebByItsType", "a.deb", [] { return a_deb("hello").field("Package-Type", "udeb").build(); }, 422,
                   "unsupported-format", "udeb"}),
    name_of_row);

}  // namespace
}  // namespace slipway::api
