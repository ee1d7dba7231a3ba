#!/bin/sh
# One changed byte in repomd.xml or in the files it lists, and zypper takes nothing.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

start_proxy --flip '/repomd\.xml$'
use_zypper zypper-repomd
zypper_source dev "$proxy"
expect_failure zypper_refresh --gpg-auto-import-keys

start_proxy --flip 'primary\.xml'
use_zypper zypper-primary
zypper_source dev "$proxy"
expect_failure zypper_refresh --gpg-auto-import-keys
