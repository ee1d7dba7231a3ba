#!/bin/sh
# An empty directory in the place of the package files, the index segments or the private keys is what a failed mount
# leaves. No start takes it for a store that holds nothing, and what it says to do works.
. "$(dirname "$0")/lib.sh"

listing() { (cd "$data" && find . ! -name lock ! -name 'slipway.db-shm' ! -name 'slipway.db-wal' ! -name . -printf '%p %s\n' | sort); }
refuses() {
    before=$(listing)
    expect_exit 78 "$@"
    expect_output "Is a file system not mounted?"
    expect_equal "$before" "$(listing)" "content of the directory after: $*"
}
serve_once() { timeout 20 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0; }

start_server
deb=$(make_deb hello 1.0)
expect_success upload "$deb"
stop_server

for store in blobs blobs/sha256 segments keys; do
    mv "$data/$store" "$work/whole"
    mkdir "$data/$store"
    refuses serve_once
    for command in fsck 'fsck --repair' gc 'gc --dry-run' "backup --to $work/backup"; do
        # shellcheck disable=SC2086  # words of a command
        refuses "$SLIPWAYD" $command --data "$data"
    done
    rmdir "$data/$store"
    refuses serve_once
    mv "$work/whole" "$data/$store"
    expect_success "$SLIPWAYD" fsck --data "$data"
done
start_server
use_apt
apt_source
expect_success apt_update
stop_server

# lost for good: segments are rendered again, packages are uploaded again
rm -r "$data/segments" "$data/blobs"
expect_success "$SLIPWAYD" init --adopt --data "$data"
start_server
until_true apt_update || fail "the indexes are not rendered again"
expect_success upload "$deb"
expect_success apt_install hello
stop_server
"$SLIPWAYD" fsck --repair --data "$data" >"$work/output" 2>&1 || [ $? = 1 ] || fail "fsck --repair leaves damage"
expect_success "$SLIPWAYD" fsck --data "$data"
