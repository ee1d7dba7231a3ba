#!/bin/sh
# An upload answered with 201 is installable by apt at once, and its upgrade after the next one.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"

use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"

expect_success upload "$(make_deb hello 2.0)"
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "upgraded version"
