#!/bin/sh
# While packages arrive and the key is rotated twice, every apt update and every upload succeeds.
. "$(dirname "$0")/lib.sh"

start_server
number=1
while [ $number -le 20 ]; do
    make_deb "load$number" 1.0 >/dev/null
    number=$((number + 1))
done
use_apt
apt_source

(
    number=1
    while [ $number -le 20 ]; do
        upload "$work/packages/load${number}_1.0_all.deb" || exit 1
        number=$((number + 1))
    done
) >"$work/uploads.log" 2>&1 &
uploads=$!
for round in 1 2; do
    expect_success apt_update
    expect_success rotate_key
    expect_success apt_update
done
wait "$uploads" || fail "an upload during round $round failed: $(tail -n 3 "$work/uploads.log")"

apt_source
expect_success apt_update
expect_equal 1.0 "$(apt_candidate load20)" "candidate of the last upload"
