#!/bin/sh
# While packages of both kinds arrive and the key is rotated twice, every upload, every apt update and every dnf that may
# import keys succeeds.
. "$(dirname "$0")/lib.sh"

start_server
files=
for number in 1 2 3 4 5 6 7 8 9 10; do
    files="$files $(make_deb "load$number" 1.0) $(make_rpm "load$number" 1.0)"
done
use_apt
apt_source
use_dnf
dnf_source

(for file in $files; do upload "$file" || exit 1; done) >"$work/uploads.log" 2>&1 &
uploads=$!
for round in 1 2; do
    expect_success apt_update
    expect_success dnf_yes --refresh makecache
    expect_success rotate_key
    expect_success apt_update
    expect_success dnf_yes --refresh makecache
done
wait "$uploads" || fail "an upload during round $round failed: $(tail -n 3 "$work/uploads.log")"

apt_source
expect_success apt_update
expect_equal 1.0 "$(apt_candidate load10)" "candidate of the last upload"
expect_success dnf_install load1 load10
