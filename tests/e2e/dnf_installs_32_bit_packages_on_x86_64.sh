#!/bin/sh
# An i686 package is offered to x86_64 machines too, beside the one of the same name for x86_64.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm library 1.0 i686)"
expect_success upload "$(make_rpm library 1.0 x86_64)"
expect_success upload "$(make_rpm native 1.0 aarch64)"

use_dnf
dnf_source
expect_success dnf_yes --refresh repoquery --qf '%{name}.%{arch}'
expect_output library.i686
expect_output library.x86_64
expect_no_output native
expect_success dnf_install library.i686
expect_equal 1.0 "$(installed_by_dnf library)" "installed version"

sed -i 's|\$basearch|i386|' "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_success dnf_yes --refresh repoquery --qf '%{name}.%{arch}'
expect_output library.i686
expect_no_output library.x86_64
