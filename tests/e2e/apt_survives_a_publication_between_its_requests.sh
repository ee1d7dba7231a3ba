#!/bin/sh
# A publication after apt has InRelease and before it has Packages: apt gets the old index by its hash, and the new one
# next time.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
start_proxy --after '/InRelease$' "$(upload_command "$(make_deb hello 2.0)")"

use_apt
apt_source dev "$proxy"
expect_success apt_update
expect_equal 3 "$(revision)" "revision"
expect_equal 1.0 "$(apt_candidate hello)" "candidate of the older index"
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"
expect_success apt_update
expect_equal 2.0 "$(apt_candidate hello)" "candidate of the newer index"
