#!/bin/sh
# Source rpms stand below the basearch "source", signed, and nowhere else; the .repo file has a section for them, which is
# disabled, and harmless where there are none.
. "$(dirname "$0")/lib.sh"

start_server
make_rpm hello 1.0 >/dev/null
rpmbuild -bs --quiet --define "_topdir $work/make-rpm" --define "_srcrpmdir $work/packages" "$work/make-rpm/hello.spec" \
    >"$work/output" 2>&1 || fail "rpmbuild"
expect_success upload "$work/packages/hello-1.0-1.noarch.rpm"
use_dnf
dnf_source
with_sources() { dnf_yes --refresh --enablerepo=main-rpm-dev-source repoquery --qf '%{name}.%{arch}' "$@"; }
expect_success with_sources
expect_output hello.noarch
expect_success upload "$work/packages/hello-1.0-1.src.rpm"
path=$(json '["packages"][0]["path"]' <"$work/output")
expect_equal /main/rpm/dev/source "${path%/packages/*}" "where the source rpm stands"
expect_rpm_signed_by "$(export_key "$(active_key)")" "$url$path"

expect_success dnf_yes --refresh repoquery --qf '%{name}.%{arch}'
expect_no_output hello.src
expect_success with_sources
expect_output hello.src
