#!/bin/sh
# `zypper addrepo -f` takes the .repo file at its URL, as documentation of other repositories tells people to do, and installs
# from it with signatures checked.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

use_zypper
expect_success run_zypper addrepo -f "$url/main/rpm/dev.repo"
expect_success zypper_refresh --gpg-auto-import-keys
expect_success zypper_install hello
expect_equal 1.0 "$(installed_by_zypper hello)" "installed version"

expect_success upload "$(make_rpm hello 2.0)"
expect_success zypper_refresh
expect_success zypper_install hello
expect_equal 2.0 "$(installed_by_zypper hello)" "upgraded version"
