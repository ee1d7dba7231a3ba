#!/bin/sh
# A start makes a catalog only where nothing is that it should know of: neither over packages and keys, nor in the place of
# another directory's. Nothing is touched by a refusal, and every way out that it names works.
. "$(dirname "$0")/lib.sh"

# refuses COMMAND...: exit 78, the directory as it was.
listing() { (cd "$data" && find . ! -name lock ! -name 'slipway.db-shm' ! -name 'slipway.db-wal' ! -name . -printf '%p %s\n' | sort); }
refuses() {
    before=$(listing)
    expect_exit 78 "$@"
    expect_equal "$before" "$(listing)" "content of the directory after: $*"
}
serve_once() { timeout 20 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0 "$@"; }

start_server
expect_success upload "$(make_deb hello 1.0)"
stop_server
[ ! -s "$data/slipway.db-wal" ] || fail "a stop left SQLite's log behind"
cp "$data/slipway.db" "$work/alone.db"
expect_success "$SLIPWAYD" backup --data "$data" --to "$work/backup" --with-keys

# the catalog is gone, empty, or no database
rm "$data/slipway.db"
refuses serve_once
expect_output "the directory holds 1 package file"
expect_output "slipwayd restore"
expect_output "fsck --rebuild"
for command in "fsck" "fsck --repair" "gc" "gc --dry-run" "token list" "events"; do
    refuses "$SLIPWAYD" $command --data "$data"
done
refuses "$SLIPWAYD" token create rescue --scope 'admin:*' --data "$data"
refuses "$SLIPWAYD" backup --data "$data" --to "$work/none"
: >"$data/slipway.db"
chmod 600 "$data/slipway.db"
refuses serve_once
expect_output "slipway.db is empty"
head -c 8192 /dev/zero | tr '\0' x >"$data/slipway.db"
refuses serve_once
expect_output "slipway.db cannot be used"

# another directory's
mkdir "$work/other"
expect_success "$SLIPWAYD" init --data "$work/other"
expect_output "admin-token"
expect_exit 73 "$SLIPWAYD" init --data "$work/other"
cp "$work/other/slipway.db" "$data/slipway.db"
refuses serve_once
expect_output "belongs to another directory"

# an older copy of its own
cp "$work/alone.db" "$data/slipway.db"
start_server
expect_success upload "$(make_deb hello 2.0)"
stop_server
cp "$data/slipway.db" "$work/newest.db"
cp "$work/alone.db" "$data/slipway.db"
refuses serve_once
expect_output "the catalog has lost commits"
expect_exit 2 "$SLIPWAYD" fsck --data "$data"
expect_output "slipway.db-wal"
for command in gc 'fsck --repair' 'backup --to '"$work/backup"; do
    # shellcheck disable=SC2086  # words of a command
    refuses "$SLIPWAYD" $command --data "$data"
    expect_output "the catalog has lost commits"
done
cp "$work/newest.db" "$data/slipway.db"
expect_success "$SLIPWAYD" fsck --data "$data"

# the ways out: take it as it is, restore, begin anew
cp "$work/alone.db" "$data/slipway.db"
expect_success "$SLIPWAYD" init --adopt --data "$data"
start_server
expect_success curl --fail -sS "$url/readyz"
stop_server
expect_success "$SLIPWAYD" restore --from "$work/backup" --data "$work/restored"
[ "$(cat "$work/restored/slipway.id")" != "$(cat "$data/slipway.id")" ] || fail "two directories have one id"
rm "$data/slipway.db"
listen=127.0.0.1:0
start_server --init
expect_equal 0 "$(stored_blobs)" "package files of the new repository"
[ "$(find "$data"/before-* -path '*/sha256/??/*' -type f | wc -l)" = 2 ] || fail "the package files are not kept aside"
stop_server
data=$work/restored
expect_success "$SLIPWAYD" fsck --data "$data"
"$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0 >"$work/server.out" 2>>"$work/server.log" &
server_pid=$!
url=$(wait_for_line "$work/server.out" "listening on " "$server_pid") || fail "the restored directory is not served"

# exit codes of a start
expect_exit 75 timeout 20 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0
mkdir "$work/second"
expect_exit 69 timeout 20 "$SLIPWAYD" serve --data "$work/second" --listen "${url#http://}"
expect_output "Address already in use"
expect_exit 64 "$SLIPWAYD" serve --no-such-flag
expect_exit 66 "$SLIPWAYD" gc --data "$work/nowhere"
: >"$work/file"
expect_exit 78 "$SLIPWAYD" serve --data "$work/file"
