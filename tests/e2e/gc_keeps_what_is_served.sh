#!/bin/sh
# Collecting garbage leaves every byte that a client is told of or could still ask for; never beside the daemon.
. "$(dirname "$0")/lib.sh"

start_server
first_index() { sed -n '/^SHA256:/,$s/^ \([0-9a-f]*\) .* main\/binary-amd64\/Packages.xz$/\1/p'; }
expect_success upload "$(make_deb hello 1.0)"
old_package=$(json '["packages"][0]["path"]' <"$work/output")
old_index=$(curl --fail -sS "$url/main/deb/dists/dev/Release" | first_index)
expect_success upload "$(make_deb hello 2.0)"
expect_success upload "$(make_rpm hello 2.0)"
status=0
"$SLIPWAYD" gc --data "$data" >"$work/output" 2>&1 || status=$?
expect_equal 75 "$status" "exit status beside the daemon"
stop_server

expect_success "$SLIPWAYD" gc --data "$data" --dry-run
expect_output "would remove"
expect_success "$SLIPWAYD" gc --data "$data"
expect_output "bytes are in the trash"
mkdir -p "$data/blobs/trash"
echo collected >"$data/blobs/trash/$(date +%s)-$(printf %064d 1)"
echo collected >"$data/blobs/trash/1000000000-$(printf %064d 2)"
expect_success "$SLIPWAYD" gc --data "$data"
expect_output "freed 10 bytes; 10 bytes are in the trash"
expect_success "$SLIPWAYD" gc --data "$data" --force --no-rest
expect_output "freed 10 bytes; 0 bytes are in the trash"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean

start_server
expect_success curl --fail -sS -o "$work/served" "$url/main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/$old_index"
expect_success curl --fail -sS -o "$work/served" "$url$old_package"
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
use_dnf
dnf_source
expect_success dnf_install hello
