#!/bin/sh
# A package changed on the way is not installed, though the index is right.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"

start_proxy --flip '\.deb$'
use_apt
apt_source dev "$proxy"
expect_success apt_update
expect_failure apt_install hello
expect_failure installed_by_apt hello
