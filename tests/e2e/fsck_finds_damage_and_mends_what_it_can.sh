#!/bin/sh
# A changed byte in a stored package is found, also while the daemon runs, and named; one in an index is mended by
# --repair, which never runs beside the daemon.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
digest=$(json '["packages"][0]["sha256"]' <"$work/output")
expect_success upload "$(make_rpm hello 1.0)"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
# exits STATUS COMMAND...
exits() {
    status=0 expected=$1
    shift
    "$@" >"$work/output" 2>&1 || status=$?
    expect_equal "$expected" "$status" "exit status of $*"
}

blob=$(find "$data/blobs/sha256" -name "$digest")
cp "$blob" "$work/whole"
chmod u+w "$blob"
printf '\377' | dd of="$blob" bs=1 seek=100 conv=notrunc 2>/dev/null
exits 2 "$SLIPWAYD" fsck --data "$data"
expect_output "$digest"
exits 2 "$SLIPWAYD" fsck --data "$data" --json
expect_equal 1 "$(json '["damage_left"]' <"$work/output")" "damage"
exits 75 "$SLIPWAYD" fsck --data "$data" --repair

stop_server
cp "$work/whole" "$blob"
exits 0 "$SLIPWAYD" fsck --data "$data"

# an index can be rendered anew from what is known of its packages
pack=$(ls "$data"/segments/*.pack | tail -n 1)
printf '\377' | dd of="$pack" bs=1 seek=$(($(wc -c <"$pack") - 30)) conv=notrunc 2>/dev/null
exits 2 "$SLIPWAYD" fsck --data "$data"
exits 1 "$SLIPWAYD" fsck --data "$data" --repair
exits 0 "$SLIPWAYD" fsck --data "$data"
start_server
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
use_dnf
dnf_source
expect_success dnf_install hello
