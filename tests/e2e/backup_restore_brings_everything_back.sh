#!/bin/sh
# A backup taken while the daemon runs, restored elsewhere, serves the same packages under the same key.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
key=$(active_key)
use_apt
apt_source
expect_success apt_update

expect_success "$SLIPWAYD" backup --data "$data" --to "$work/backup" --with-keys
stop_server
mv "$data" "$work/lost"
expect_success "$SLIPWAYD" restore --from "$work/backup" --data "$data"
expect_success "$SLIPWAYD" fsck --data "$data"
cp "$work/lost/admin-token" "$work/lost/upload-token" "$data/"
start_server

expect_equal "$key" "$(active_key)" "active key"
expect_success apt_update
expect_success apt_install hello
use_dnf
dnf_source
expect_success dnf_install hello
expect_success upload "$(make_deb hello 2.0)"
