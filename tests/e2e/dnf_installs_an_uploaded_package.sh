#!/bin/sh
# An upload answered with 201 is installable by dnf at once, its signature checked, and so is the next version.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

use_dnf
dnf_source
expect_success dnf_install hello
expect_equal 1.0 "$(installed_by_dnf hello)" "installed version"

expect_success upload "$(make_rpm hello 2.0)"
expect_success dnf_yes --refresh upgrade hello
expect_equal 2.0 "$(installed_by_dnf hello)" "upgraded version"
