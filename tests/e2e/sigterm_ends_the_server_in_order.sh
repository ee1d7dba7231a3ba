#!/bin/sh
# SIGTERM lets the daemon finish: exit status 0, and nothing acknowledged is missing afterwards.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"

signal_server TERM
expect_equal 0 "$server_status" "exit status"
expect_success "$SLIPWAYD" fsck --data "$data"

start_server
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
