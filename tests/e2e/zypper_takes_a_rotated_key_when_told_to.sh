#!/bin/sh
# After a rotation zypper needs --gpg-auto-import-keys once, and then goes on as before.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"
use_zypper
zypper_source
expect_success zypper_refresh --gpg-auto-import-keys
expect_success zypper_install hello

expect_success rotate_key
expect_success upload "$(make_rpm hello 2.0)"

expect_failure zypper_refresh
expect_success zypper_refresh --gpg-auto-import-keys
expect_success zypper_refresh
expect_success zypper_install hello
expect_equal 2.0 "$(installed_by_zypper hello)" "installed version"
