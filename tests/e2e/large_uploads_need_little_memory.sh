#!/bin/sh
# A package of two gigabytes goes in and out while the daemon's memory grows by less than 16 MiB.
. "$(dirname "$0")/lib.sh"

peak_kib() { sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server_pid/status"; }

start_server
expect_success upload "$(make_deb warm 1.0)"
expect_success upload "$(make_rpm warm 1.0)"
make_large_deb large 1.0 $((2 * 1024 * 1024 * 1024)) "$work/large_1.0_all.deb"
before=$(peak_kib)

expect_success upload "$work/large_1.0_all.deb"
path=$(json '["packages"][0]["path"]' <"$work/output")
expect_equal "$(sha256sum <"$work/large_1.0_all.deb")" "$(curl --fail -sS "$url$path" | sha256sum)" "digest of the download"

grown=$(($(peak_kib) - before))
[ $grown -lt $((16 * 1024)) ] || fail "memory grew by $grown KiB"
use_apt
apt_source
expect_success apt_update
expect_equal 1.0 "$(apt_candidate large)" "candidate"
