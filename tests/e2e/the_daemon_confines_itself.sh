#!/bin/sh
# The daemon gives up what it does not need, says so, and goes on taking in, signing and serving; a certificate, a
# package and gpg's homes are where its rules expect them. `sandbox = "off"` leaves that out.
. "$(dirname "$0")/lib.sh"

logged() { grep -q "$1" "$work/server.log"; }
status_of() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$server_pid/status"; }
fetch_signed() { curl --fail -sS "$url/main/deb/dists/dev/InRelease"; }

start_server
logged "event=confined" || logged "event=\"confined in part\"" || fail "the log does not say what is in force"
expect_equal 1 "$(status_of NoNewPrivs)" "new privileges given up"
if logged "seccomp=on"; then
    expect_equal 2 "$(status_of Seccomp)" "the seccomp filter that the log speaks of"
fi
expect_success upload "$(make_deb hello 1.0)"
fetch_signed | grep -q "BEGIN PGP SIGNATURE" || fail "what was published under confinement is not signed"
stop_server
expect_equal 0 "$server_status" "exit status of an orderly stop"

# Part of the data on another disk, behind a link that was there before the start.
mkdir "$work/disk"
mv "$data/blobs" "$work/disk/blobs"
ln -s "$work/disk/blobs" "$data/blobs"
start_server
expect_success upload "$(make_deb hello 2.0)"
stop_server

: >"$work/server.log"
SLIPWAY_SANDBOX=off start_server
logged "not confined" || fail "nothing is said of sandbox = off"
expect_equal 0 "$(status_of Seccomp)" "no filter with sandbox = off"
expect_success upload "$(make_deb hello 3.0)"
