#!/bin/sh
# Kinds of damage to stored files, named by the arguments (all of harm.py --list without any), each done to a data
# directory of its own, and then looked at in two ways.
#
#   with the daemon:    start, scrub, GET everything, publish one more package, GET everything, upload the damaged package
#                       again, apt update of a client
#   without it:         fsck finds it, fsck --repair, fsck again, start, GET everything
#
# Always: nothing has a 200 and other bytes than its digest says, nothing that fails is signed, a repair that says that
# all is well is right, and what cannot be mended is named with what to do. A catalog that is another's, or only a part of
# itself, and a directory that lacks a part are not begun with. What a catalog whose pages have flipped bits still knows is
# not foreseen here; but it signs and serves nothing that is wrong.
. "$(dirname "$0")/../e2e/lib.sh"

upload_to_other() {
    curl --fail-with-body -sS -H "Authorization: Bearer $admin_token" -T "$1" \
        "$url/api/v1/repositories/other/channels/dev/packages/"
}

start_server
expect_success api PUT /repositories/other '{"distros":[{"name":"deb","format":"deb","architectures":["amd64"]},{"name":"rpm","format":"rpm","compression":"zst","architectures":["x86_64"]}],"channels":[{"name":"dev"}]}'
first_deb=$(make_deb hello 1.0) rpm=$(make_rpm hello 1.0)
expect_success upload "$first_deb"
expect_success upload "$rpm"
expect_success upload_to_other "$rpm"
stop_server
start_server # a second pack
expect_success upload "$(make_deb second 1.0)"
use_apt
apt_source
expect_success apt_update
expect_success python3 "$here/observe.py" record "$url" "$work/served"
signal_server KILL
cp -a "$data" "$work/killed" # its last commits stand in SQLite's log alone
start_server
stop_server
mv "$data" "$work/whole"

metric() { curl -sS "$url/metrics" | awk -v name="$1" '$1 == name { print $2 }'; }
passes() { [ "$(metric slipway_scrub_passes_total)" -ge "$1" ]; }
scrubbed() { until_true passes $(($(metric slipway_scrub_passes_total | cut -d. -f1) + 2)) || fail "$kind: no scrub"; }
# observe WHEN [--may-be-gone]
observe() {
    when=$1
    shift
    python3 "$here/observe.py" check "$url" "$work/served" "$@" >"$work/output" 2>&1 || fail "$kind, $when"
    refused=$(cut -d' ' -f2 "$work/output")
}
apt_sees_nothing_wrong() {
    apt_update >"$work/output" 2>&1 && return
    grep -qE '503|damaged' "$work/output" || fail "$kind: apt met more than a 503"
}
damaged_copy() {
    rm -rf "$data"
    cp -a "$work/${1:-whole}" "$data"
    python3 "$here/harm.py" "$data" "$kind" || fail "$kind could not be done"
}
heal_by_uploads() {
    # The same bytes, uploaded again, heal what was damaged of them.
    upload "$first_deb" >"$work/output" 2>&1 || [ $published = no ] || fail "$kind: uploading the deb again"
    upload "$rpm" >"$work/output" 2>&1 || [ $published = no ] || fail "$kind: uploading the rpm again"
    scrubbed
    observe "after the uploads"
    after_uploads=$refused
}
expect_healed() {
    expect_equal 0 "$after_uploads" "$kind: addresses that are still refused"
    expect_success apt_update
    expect_success "$SLIPWAYD" fsck --data "$data"
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
    heal_by_uploads
    case $kind in
        deb-* | segment-* | pack* | release-bit | repomd-bit | rpm-bit | row-index-* | row-segment-*) expect_healed ;;
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
    scrubbed # what the start publishes anew is there by then
    observe "after a repair"
    stop_server
}

serve_once() { timeout 60 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0; }

# refuses WHOLE: no start and no command that changes something begins with it; each names ways out.
refuses() {
    damaged_copy "$1"
    for command in serve_once "$SLIPWAYD fsck --repair --data $data" "$SLIPWAYD gc --data $data"; do
        # shellcheck disable=SC2086  # words of a command
        expect_exit 78 $command
        grep -qE 'slipwayd restore|a backup|init --adopt' "$work/output" || fail "$kind: $command names no way out"
    done
    published=- after_uploads=- repaired=78
}

# A part that is lost for good: the directory is accepted without it.
goes_on_without_it() {
    expect_success "$SLIPWAYD" init --adopt --data "$data"
    start_server
    scrubbed
    observe "after the scrub"
    published=yes
    case $kind in keys-*) published=no ;; esac
    heal_by_uploads
    case $kind in segments-*) expect_healed ;; esac
    stop_server
}

# Refused or served; a command that fails says so.
signs_and_serves_nothing_wrong() {
    damaged_copy
    status=0
    "$SLIPWAYD" fsck --repair --data "$data" >"$work/output" 2>&1 || status=$?
    repaired=$status
    case $repaired in 0 | 1 | 2 | 74 | 78) ;; *) fail "$kind: exit $repaired of the repair" ;; esac
    damaged_copy
    published=- after_uploads=-
    status=0
    "$SLIPWAYD" token list --data "$data" >"$work/output" 2>&1 || status=$?
    case $status in 0 | 74 | 78) ;; *) fail "$kind: exit $status of token list" ;; esac
    begun=$(begin_if_it_can)
    [ "$begun" = yes ] || return 0
    start_server
    observe "after the start" --may-be-gone
    published=yes
    upload "$(make_deb third 1.0)" >"$work/output" 2>&1 || published=no
    observe "after one more publication" --may-be-gone
    after_uploads=$refused
    stop_server
}
# begin_if_it_can: whether the daemon starts; else it says why, and ends as for a damaged disk or a wrong directory.
begin_if_it_can() {
    status=0
    timeout 5 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0 >"$work/begun" 2>"$work/output" || status=$?
    case $status in
        0 | 124) echo yes ;;
        74 | 78) grep -q 'slipwayd: ' "$work/output" || fail "$kind: the start says nothing" ;;
        *) fail "$kind: exit $status of the start" ;;
    esac
}

SLIPWAY_SCRUB_INTERVAL=1s SLIPWAY_SCRUB_RATE=1GiB
export SLIPWAY_SCRUB_INTERVAL SLIPWAY_SCRUB_RATE
[ $# -gt 0 ] || set -- $(python3 "$here/harm.py" --list)
for kind in "$@"; do
    case $kind in
        catalog-page-*) signs_and_serves_nothing_wrong ;;
        catalog-log-missing) refuses killed ;;
        catalog-*) refuses whole ;;
        *-not-mounted | segments-foreign | segments-all-missing)
            refuses whole
            goes_on_without_it ;;
        *)
            with_the_daemon
            without_the_daemon ;;
    esac
    printf '%-32s publish: %-3s  refused after uploads: %-3s fsck --repair: %s\n' \
        "$kind" "$published" "$after_uploads" "$repaired"
done
