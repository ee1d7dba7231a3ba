#!/bin/sh
# A machine whose basearch nobody has declared finds the noarch packages, in the channel and in its past; what was made for
# other machines it does not see.
. "$(dirname "$0")/lib.sh"

start_server
make_rpm data 1.0 >/dev/null
make_rpm tool 1.0 x86_64 >/dev/null
expect_success upload "$work/packages/data-1.0-1.noarch.rpm"
expect_success upload "$work/packages/tool-1.0-1.x86_64.rpm"

use_dnf
dnf_source
listed() { dnf_yes --refresh --forcearch "$1" repoquery --qf '%{name}.%{arch}'; }
for machine in ppc64le s390x; do
    expect_success listed "$machine"
    expect_output data.noarch
    expect_no_output tool
done
expect_success listed x86_64
expect_output tool.x86_64
expect_success dnf_yes --refresh --forcearch ppc64le install data
expect_equal 1.0 "$(installed_by_dnf data)" "what is installed"

sed -i 's|/main/rpm/dev/|/main/rpm/snapshots/r2/dev/|' "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_success listed s390x
expect_output data.noarch
