// Packages with what distributions, signing tools and other releases of rpm put into them, against createrepo_c.
#include "base/bytes.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "tests/repo-format/yum/compared_repository.hpp"
#include "tests/support/must.hpp"

namespace slipway::yum {
namespace {

using testing::an_rpm;
using enum testing::RpmSense;

// What packages of distributions carry besides: their tags reach no index, and must not keep the package out of it.
constexpr const char* burdened_spec = R"(Name: burdened
Version: 1.0
Release: 1
Summary: Tags of many kinds
License: MIT
BugURL: https://bugs.example.org/
ModularityLabel: module:1:2:3
VCS: git:https://git.example.org/
TranslationURL: https://l10n.example.org/
UpstreamReleases: https://releases.example.org/
DistTag: tests
Prefix: /opt
ExclusiveArch: x86_64 aarch64 %{_target_cpu}
Requires(meta): everything
Requires(verify): checker
Requires(interp): interpreter
OrderWithRequires(post): before
Recommends: nice >= 1, (nicer if nice)
Suggests: maybe = 2-1
Supplements: langpack(de)
Enhances: thing
%description
Carries much.
%package -n %{name}-libs
Summary: Libraries
Provides: %{name}-libs(x86-64) = 1.0
%description -n %{name}-libs
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/doc %{buildroot}/usr/share/empty %{buildroot}/usr/lib64
for f in bin/net bin/many bin/plain share/doc/README share/doc/COPYING share/key lib64/libb.so.1; do
    echo $f > %{buildroot}/usr/$f
done
ln -s libb.so.1 %{buildroot}/usr/lib64/libb.so
%pretrans -p <lua>
print("pretrans")
%pre
exit 0
%post -p /sbin/ldconfig
%preun
exit 0
%postun -p /sbin/ldconfig
%posttrans
exit 0
%verifyscript
exit 0
%triggerprein -- other
exit 0
%triggerin -- other > 1, another
exit 0
%triggerun -- other
exit 0
%triggerpostun -- other < 1
exit 0
%filetriggerin -P 1000 -- /usr/lib64 /usr/lib
exit 0
%filetriggerun -- /usr/lib64
exit 0
%filetriggerpostun -- /usr/lib64
exit 0
%transfiletriggerin -p /bin/sh -- /usr/share/empty
exit 0
%transfiletriggerun -- /usr/share/empty
exit 0
%transfiletriggerpostun -- /usr/share/empty
exit 0
%files
%caps(cap_net_raw=ep) /usr/bin/net
%attr(4755,root,root) %caps(cap_net_admin,cap_net_raw=ep) /usr/bin/many
%verify(not md5 size mtime) /usr/bin/plain
%doc /usr/share/doc/README
%license /usr/share/doc/COPYING
%lang(de) /usr/share/key
%ghost %config(missingok,noreplace) /etc/burdened.conf
%ghost %dir /run/burdened
%dir %attr(1777,root,root) /usr/share/empty
%files -n %{name}-libs
/usr/lib64/libb.so*
%changelog
)";

/// Twenty entries, two on each day.
std::string long_changelog() {
    std::string text;
    for (int day = 28; day > 18; --day)
        for (const auto* author : {"A Person <a@example.org>", "B Person"})
            text += "* Wed Feb " + std::to_string(day) + " 2024 " + author + " - 1.0-" + std::to_string(day) +
                    "\n- change\n- another\n\n";
    return text;
}

TEST_F(ComparedRepository, OfPackagesWithTagsOfManyKindsIsThatOfCreaterepo) {
    ASSERT_NO_FATAL_FAILURE(add_built(burdened_spec + long_changelog()));

    expect_equal_documents();
}

struct BuiltVariant {
    const char* what;
    const char* macro;
};

class BuiltPackage : public ComparedRepository, public ::testing::WithParamInterface<BuiltVariant> {};

TEST_P(BuiltPackage, IsRenderedAsByCreaterepo) {
    ASSERT_NO_FATAL_FAILURE(add_built(sub_packages_spec, {GetParam().macro}));

    expect_equal_documents();
}

INSTANTIATE_TEST_SUITE_P(With, BuiltPackage,
                         ::testing::Values(BuiltVariant{"AZstdPayload", "_binary_payload w3.zstdio"},
                                           BuiltVariant{"AnXzPayload", "_binary_payload w6.xzdio"},
                                           BuiltVariant{"ABzip2Payload", "_binary_payload w9.bzdio"},
                                           BuiltVariant{"AnUncompressedPayload", "_binary_payload w.ufdio"},
                                           BuiltVariant{"FileDigestsOfMd5", "_binary_filedigest_algorithm 1"},
                                           BuiltVariant{"FileDigestsOfSha512", "_binary_filedigest_algorithm 10"},
                                           BuiltVariant{"NoDirectoryTokens", "_noDirTokens 1"}),
                         [](const auto& row) { return row.param.what; });

constexpr std::uint32_t int32 = 4, int64 = 5, string_array = 8;
const std::string one("\0\0\0\1", 4), five_gigabytes("\0\0\0\1\x40\0\0\0", 8);

TEST_F(ComparedRepository, OfPackagesWithSignedFilesIsThatOfCreaterepo) {
    const std::string signature = std::string(530, 'f') + '\0';
    add("ima.rpm", an_rpm("ima")
                       .file("/usr/bin/ima", "x")
                       .signature_tag(274, string_array, 1, signature)
                       .signature_tag(275, int32, 1, one));
    add("ima-in-the-main-header.rpm", an_rpm("ima-in-the-main-header")
                                          .file("/usr/bin/ima", "x")
                                          .tag(5090, string_array, 1, signature)
                                          .tag(5091, int32, 1, one));
    add("verity.rpm", an_rpm("verity")
                          .file("/usr/bin/verity", "x")
                          .signature_tag(276, string_array, 1, signature)
                          .signature_tag(277, int32, 1, one));

    expect_equal_documents();
}

/// With its size, which no package of these tests can have, in the 64-bit tag.
testing::RpmBuilder with_long_size(const testing::RpmBuilder& package) {
    const auto read = MUST(rpm::read_rpm(MemoryBytes(package.bytes()), rpm::VerifyDigests::yes));
    std::string size(4, '\0');
    append_big_endian_32(size, static_cast<std::uint32_t>(read.file_size - read.header_start));
    return testing::RpmBuilder(package).signature_tag(270, int64, 1, size);
}

TEST_F(ComparedRepository, OfPackagesWithLongSizesIsThatOfCreaterepo) {
    const auto large = an_rpm("large")
                           .file("/usr/share/large", "x")
                           .without(1009)
                           .without(1028)
                           .tag(5008, int64, 1, five_gigabytes)
                           .tag(5009, int64, 1, five_gigabytes);
    add("large.rpm", with_long_size(large).signature_tag(271, int64, 1, five_gigabytes));
    add("both.rpm", an_rpm("both").tag(5009, int64, 1, five_gigabytes).signature_tag(271, int64, 1, five_gigabytes));

    expect_equal_documents();
}

TEST_F(ComparedRepository, OfPackagesOfRpm3IsThatOfCreaterepo) {
    const std::string names("bare\0old\0", 9);
    add("old.rpm", an_rpm("old").format(3).file("/opt/old", "x").provides("virtual"));
    add("unversioned.rpm", an_rpm("old").format(3).tag(1047, string_array, 2, names));
    add("source.rpm", an_rpm("source").format(3).without(1044).file("source.spec", "x"));
    add("unsourced.rpm", an_rpm("unsourced").format(3).without(1044).file("/opt/x", "x"));

    expect_equal_documents();
}

TEST_F(ComparedRepository, OfPackagesThatDoNotTellTheirSourceIsThatOfCreaterepo) {
    add("binary.rpm", an_rpm("binary").without(1044).file("/opt/x", "x"));
    add("empty.rpm", an_rpm("empty").without(1044));
    add("source.rpm", an_rpm("source").without(1044).file("source.spec", "x").file("source.tar", "x"));
    add("no-source.rpm", an_rpm("no-source").without(1044).tag(1106, int32, 1, std::string(4, '\0')));

    expect_equal_documents();
}

TEST_F(ComparedRepository, OfPackagesOfRpm6IsThatOfCreaterepo) {
    add("new.rpm", an_rpm("new").format(6).file("/usr/bin/new", "x").provides("new", equal, "1"));

    expect_equal_documents();
}

TEST_F(ComparedRepository, OfPackagesWithWeakDependenciesOfOldIsThatOfCreaterepo) {
    const auto weak = std::string("\0\0\0\0", 4), strong = std::string("\x08\0\0\0", 4);
    add("weak.rpm", an_rpm("weak")
                        .requires_("hint", 1 << 19)
                        .recommends("nice")
                        .tag(1156, string_array, 2, std::string("suggested\0wanted\0", 17))
                        .tag(1157, string_array, 2,
                             std::string("\0"
                                         "2-1\0",
                                         5))
                        .tag(1158, int32, 2, weak + strong)
                        .tag(1159, string_array, 1, std::string("enhanced\0", 9))
                        .tag(1160, string_array, 1, std::string("\0", 1))
                        .tag(1161, int32, 1, weak));

    expect_equal_documents();
}

}  // namespace
}  // namespace slipway::yum
