#!/bin/sh
# Source rpms stand below the basearch "source", signed, and nowhere else.
. "$(dirname "$0")/lib.sh"

start_server
make_rpm hello 1.0 >/dev/null
rpmbuild -bs --quiet --define "_topdir $work/make-rpm" --define "_srcrpmdir $work/packages" "$work/make-rpm/hello.spec" \
    >"$work/output" 2>&1 || fail "rpmbuild"
expect_success upload "$work/packages/hello-1.0-1.noarch.rpm"
expect_success upload "$work/packages/hello-1.0-1.src.rpm"
path=$(json '["packages"][0]["path"]' <"$work/output")
expect_equal /main/rpm/dev/source "${path%/packages/*}" "where the source rpm stands"
expect_rpm_signed_by "$(export_key "$(active_key)")" "$url$path"

use_dnf
dnf_source
expect_success dnf_yes --refresh repoquery --qf '%{name}.%{arch}'
expect_no_output hello.src
sed -i 's|\$basearch|source|' "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_success dnf_yes --refresh repoquery --qf '%{name}.%{arch}'
expect_output hello.src
