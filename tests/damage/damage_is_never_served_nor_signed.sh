#!/bin/sh
# Kinds of damage to stored files, named by the arguments (all of harm.py --list without any), each done to a data
# directory of its own, and then looked at in two ways.
#
#   with the daemon:    start, scrub, GET everything, publish one more package, GET everything, upload the damaged package
#                       again, apt update of a client
#   without it:         fsck finds it, fsck --repair, fsck again, start, GET everything
#
# Always: nothing has a 200 and other bytes than its digest says, nothing that fails is signed, a repair that says that
# all is well is right, and what cannot be mended is named with what to do.
. "$(dirname "$0")/../e2e/lib.sh"

start_server
expect_success api PUT /repositories/other '{"distros":[{"name":"deb","format":"deb","architectures":["amd64"]}],"channels":[{"name":"dev"}]}'
first_deb=$(make_deb hello 1.0) rpm=$(make_rpm hello 1.0)
expect_success upload "$first_deb"
expect_success upload "$rpm"
stop_server
start_server # a second pack
expect_success upload "$(make_deb second 1.0)"
use_apt
apt_source
expect_success apt_update
expect_success python3 "$here/observe.py" record "$url" "$work/served"
stop_server
mv "$data" "$work/whole"

metric() { curl -sS "$url/metrics" | awk -v name="$1" '$1 == name { print $2 }'; }
passes() { [ "$(metric slipway_scrub_passes_total)" -ge "$1" ]; }
scrubbed() { until_true passes $(($(metric slipway_scrub_passes_total | cut -d. -f1) + 2)) || fail "$kind: no scrub"; }
observe() {
    python3 "$here/observe.py" check "$url" "$work/served" >"$work/output" 2>&1 || fail "$kind, $1"
    refused=$(cut -d' ' -f2 "$work/output")
}
apt_sees_nothing_wrong() {
    apt_update >"$work/output" 2>&1 && return
    grep -qE '503|damaged' "$work/output" || fail "$kind: apt met more than a 503"
}
damaged_copy() {
    rm -rf "$data"
    cp -a "$work/whole" "$data"
    python3 "$here/harm.py" "$data" "$kind" || fail "$kind could not be done"
}

with_the_daemon() {
    damaged_copy
    start_server
    # Rot that is found by reading alone is found by the scrub; the first answers may come before it.
    scrubbed
    observe "after the scrub"
    published=yes
    upload "$(make_deb third 1.0)" >"$work/output" 2>&1 || published=no
    [ $published = yes ] || grep -q 'publication-failed' "$work/output" || fail "$kind: publishing"
    scrubbed
    observe "after one more publication"
    apt_sees_nothing_wrong
    # The same bytes, uploaded again, heal what was damaged of them.
    upload "$first_deb" >"$work/output" 2>&1 || [ $published = no ] || fail "$kind: uploading the deb again"
    upload "$rpm" >"$work/output" 2>&1 || [ $published = no ] || fail "$kind: uploading the rpm again"
    scrubbed
    observe "after the uploads"
    after_uploads=$refused
    case $kind in
        deb-* | segment-* | pack* | release-bit | repomd-bit | rpm-bit)
            expect_equal 0 "$refused" "$kind: addresses that are still refused"
            expect_success apt_update
            expect_success "$SLIPWAYD" fsck --data "$data" ;;
    esac
    stop_server
    if grep -q AddressSanitizer "$work/server.log"; then fail "$kind: the daemon failed"; fi
}

without_the_daemon() {
    damaged_copy
    status=0
    "$SLIPWAYD" fsck --data "$data" >"$work/output" 2>&1 || status=$?
    expect_equal 2 $status "$kind: exit of fsck"
    status=0
    "$SLIPWAYD" fsck --repair --data "$data" >"$work/output" 2>&1 || status=$?
    cp "$work/output" "$work/repair"
    repaired=$status
    status=0
    "$SLIPWAYD" fsck --data "$data" >"$work/output" 2>&1 || status=$?
    case $repaired in
        0 | 1) expect_equal 0 $status "$kind: exit of fsck after a repair that said that all is repaired" ;;
        2)
            expect_equal 2 $status "$kind: exit of fsck after a repair"
            grep -qE 'upload the package again|from a backup|the next start|next publication|not repaired' "$work/repair" ||
                fail "$kind: the repair names no remedy" ;;
        *) fail "$kind: exit $repaired of the repair" ;;
    esac
    start_server
    observe "after a repair"
    stop_server
}

SLIPWAY_SCRUB_INTERVAL=1s SLIPWAY_SCRUB_RATE=1GiB
export SLIPWAY_SCRUB_INTERVAL SLIPWAY_SCRUB_RATE
[ $# -gt 0 ] || set -- $(python3 "$here/harm.py" --list)
for kind in "$@"; do
    with_the_daemon
    without_the_daemon
    printf '%-32s publish: %-3s  refused after uploads: %-3s fsck --repair: %s\n' \
        "$kind" "$published" "$after_uploads" "$repaired"
done
