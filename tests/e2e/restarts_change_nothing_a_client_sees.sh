#!/bin/sh
# After a restart, in order or by kill -9, every entry point has the bytes, the ETag and the date it had, and what clients
# hold is still fresh.
. "$(dirname "$0")/lib.sh"

start_server
# A generation of the second of the one before has no date until the next.
sleep 1.1
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
entry_points="deb/dists/dev/InRelease deb/dists/dev/Release deb/dists/dev/Release.gpg deb/dists/stable/InRelease
    rpm/dev/x86_64/repodata/repomd.xml rpm/dev/x86_64/repodata/repomd.xml.asc rpm/dev/x86_64/repodata/repomd.xml.key
    keys.asc keys.gpg rpm-keys.asc deb/dev.sources deb/dev.sh rpm/dev.repo dev.sh"
# A client of its own per pair: a pin of repomd.xml is another matter.
look_at_all() {
    for path in $entry_points; do
        echo "$path"
        curl --fail -sS -A "$path" -D - "$url/main/$path" | grep -av -e '^Date:' -e '^X-Request-Id:'
    done
}

look_at_all >"$work/before" 2>&1 || fail "before"
use_apt
apt_source
expect_success apt_update
for signal in TERM KILL; do
    signal_server $signal
    start_server
    look_at_all >"$work/after" 2>&1 || fail "after SIG$signal"
    expect_success diff "$work/before" "$work/after"
    expect_success apt_update
    expect_output Hit:
    expect_no_output Get:
done
