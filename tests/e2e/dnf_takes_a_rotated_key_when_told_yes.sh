#!/bin/sh
# After a rotation an unattended dnf goes on; one that cannot ask says so and installs nothing new.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"
use_dnf
dnf_source
expect_success dnf_install hello

expect_success rotate_key
expect_success upload "$(make_rpm hello 2.0)"

expect_failure run_dnf --refresh makecache
expect_success dnf_yes --refresh upgrade hello
expect_equal 2.0 "$(installed_by_dnf hello)" "installed version"
