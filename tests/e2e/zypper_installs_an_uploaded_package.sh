#!/bin/sh
# An upload answered with 201 is installable by zypper at once, its signature checked, and so is the next version.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

use_zypper
zypper_source
expect_success zypper_refresh --gpg-auto-import-keys
expect_success zypper_install hello
expect_equal 1.0 "$(installed_by_zypper hello)" "installed version"

expect_success upload "$(make_rpm hello 2.0)"
expect_success zypper_refresh
expect_success zypper_install hello
expect_equal 2.0 "$(installed_by_zypper hello)" "upgraded version"
