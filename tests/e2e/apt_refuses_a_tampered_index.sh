#!/bin/sh
# One changed byte in InRelease or Packages on the way, and apt takes nothing.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"

start_proxy --change '/InRelease$' 'Architectures: ' 'Architectures: evil '
use_apt apt-inrelease
apt_source dev "$proxy"
expect_failure apt_update
expect_output BADSIG

start_proxy --flip '/(by-hash/SHA256/|Packages)'
use_apt apt-packages
apt_source dev "$proxy"
expect_failure apt_update
expect_failure apt_install hello
