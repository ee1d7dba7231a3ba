// The documents of many kinds of packages against those of createrepo_c.
#include "tests/repo-format/yum/compared_repository.hpp"

namespace slipway::yum {
namespace {

using testing::an_rpm;
using enum testing::RpmSense;

constexpr const char* rich_spec = R"(Name: rich
Epoch: 3
Version: 2.0~rc1
Release: 4.fc40
Summary: Many kinds of dependencies & files <for> "tests"
License: MIT and GPLv2+
Group: Applications/Text
Vendor: Example
Packager: Someone <someone@example.org>
URL: https://example.org/?a=b&c=d
BuildArch: noarch
Provides: virtual = 1:2-3, other >= 2, plain
Provides: bundled(lib) = 1.0
Requires: bash >= 5, virtual = 1:2-3, plain, other >= 2
Requires: (a if b else c), (x >= 1 or y), /usr/bin/env, /etc/rich.conf, /opt/rich/data
Requires: libc.so.6, libc.so.6(GLIBC_2.4)(64bit), libc.so.6(GLIBC_2.34)(64bit), libc.so.6()(64bit)
Requires(pre): shadow-utils
Requires(post): systemd >= 250
Requires: coreutils
Conflicts: enemy < 2, foe = 1:1-1
Obsoletes: older <= 1.0-3
Recommends: nice >= 1
Suggests: maybe
Supplements: (rich and lang)
Enhances: thing > 3
%description
First line.

  Indented & <escaped> "quoted" 'line' – with UTF-8 é.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/etc %{buildroot}/opt/rich/empty %{buildroot}/usr/lib %{buildroot}/var/log
echo x > %{buildroot}/usr/bin/rich
echo x > %{buildroot}/etc/rich.conf
echo x > "%{buildroot}/opt/rich/da ta&<>"
echo x > %{buildroot}/opt/rich/data
echo x > %{buildroot}/usr/lib/sendmail
touch %{buildroot}/var/log/rich.log
ln -s rich %{buildroot}/usr/bin/link
%pre
exit 0
%post
exit 0
%files
%defattr(-,root,root)
%attr(755,root,root) /usr/bin/rich
/usr/bin/link
%config(noreplace) /etc/rich.conf
%dir /opt/rich
/opt/rich/*
/usr/lib/sendmail
%ghost /var/log/rich.log
%changelog
* Wed Mar 06 2024 A Person <a@example.org> - 2.0-4
- newest & greatest
* Wed Mar 06 2024 B Person <b@example.org> - 2.0-3
- the same day
- two lines
* Wed Mar 06 2024 C Person <c@example.org> - 2.0-2
- the same day again
* Tue Jan 02 2024 D Person <d@example.org> - 1.0-1
- first
)";

TEST_F(ComparedRepository, OfPackagesBuiltByRpmbuildIsThatOfCreaterepo) {
    ASSERT_NO_FATAL_FAILURE(add_built(rich_spec));
    ASSERT_NO_FATAL_FAILURE(add_built(sub_packages_spec));

    expect_equal_documents();
}

TEST_F(ComparedRepository, OfEmptyPackagesIsThatOfCreaterepo) {
    add("empty.rpm", an_rpm("empty"));
    add("source.rpm", an_rpm("source").source().file("/source.spec", "Name: source\n"));
    add("bare.rpm", an_rpm("bare").without(1004).without(1005).without(1006).without(1014).without(1016));

    expect_equal_documents();
}

TEST_F(ComparedRepository, WithUnusualRequirementsIsThatOfCreaterepo) {
    add("requirements.rpm", an_rpm("requirements")
                                .provides("own", equal, "1-1")
                                .provides("unversioned")
                                .requires_("rpmlib(X)", less | equal, "1")
                                .requires_("own", equal, "1-1")
                                .requires_("own", greater, "1-1")
                                .requires_("unversioned")
                                .requires_("twice", equal, "1")
                                .requires_("twice", equal, "1")
                                .requires_("twice", equal | script_pre, "1")
                                .requires_("twice", equal, "1")
                                .requires_("libc.so.6(GLIBC_2.10)")
                                .requires_("libc.so.6(GLIBC_2.9)")
                                .requires_("libc.so.6")
                                .requires_("last"));
    add("versions.rpm", an_rpm("versions")
                            .requires_("bad-epoch", equal, "x:1-1")
                            .requires_("empty-epoch", equal, ":1-1")
                            .requires_("no-release", equal, "5:1")
                            .requires_("two-dashes", equal, "1-2-3")
                            .requires_("no-version", equal, "")
                            .requires_("version-without-flags", any_version, "1-1")
                            .conflicts("all-flags", less | greater | equal, "1")
                            .obsoletes("bad-epoch", less, "1a:2")
                            .recommends("nice", greater | equal, "0:1"));

    expect_equal_documents();
}

TEST_F(ComparedRepository, WithUnusualFilesIsThatOfCreaterepo) {
    add("files.rpm", an_rpm("files")
                         .requires_("/etc/own")
                         .requires_("/opt/own")
                         .file("/etc/own", "x")
                         .file("/opt/own", "x")
                         .file("/opt/sbin/x", "x", 1 << 6)
                         .directory("/usr/bin/")
                         .file("/usr/lib/sendmail", "x")
                         .file("/usr/lib/sendmail2", "x")
                         .file("/a\tb\nc & <d> \"e\"", "x"));

    expect_equal_documents();
}

TEST_F(ComparedRepository, WithLatin1TextIsThatOfCreaterepo) {
    add("latin1.rpm", an_rpm("latin1")
                          .summary("Gr\xfc\xdf"
                                   "e \x80\x93 <&>")
                          .description("h\xe9llo\r\nw\xf6rld\ttab")
                          .provides("\xe9t\xe9")
                          .file("/opt/\xe9", "x")
                          .changelog(1700000000, "Ren\xe9  ", "- \xe4\n- \"b\""));

    expect_equal_documents();
}

TEST_F(ComparedRepository, WithLongChangelogsIsThatOfCreaterepo) {
    auto package = an_rpm("changes");
    for (std::uint32_t i = 0; i < 14; ++i)
        package.changelog(1700000000 - i / 4 * 86400, "Author " + std::to_string(i) + "   ", "- change\n  more");
    add("changes.rpm", package);
    add("near.rpm",
        an_rpm("near").changelog(1700000001, "A", "a").changelog(1700000000, "B", "b").changelog(1700000000, " ", "c"));

    expect_equal_documents();
}

}  // namespace
}  // namespace slipway::yum
