#!/bin/sh
# Every event stands on standard error, in JSON with number and hash, and for people without the hashes; with such a pair
# fsck proves that the audit log still is the one it was, in the data directory and in what a backup brings back.
. "$(dirname "$0")/lib.sh"

start_server
sed -n '/event=audit number=1 /p' "$work/server.log" >"$work/output"
expect_output "action=repository.create"
expect_no_output hash
stop_server
rm -rf "$data" "$work/server.log"

export SLIPWAY_LOG_FORMAT=json
start_server
expect_success upload "$(make_deb hello 1.0)"
expect_failure curl --fail -sS -X DELETE -H "Authorization: Bearer $upload_token" "$url/api/v1/repositories/main"
refused_is_an_event() { api GET '/events?limit=1000' | grep -qF '"action":"access.refuse"'; }
until_true refused_is_an_event || fail "the refusal is no event"
rescue=$("$SLIPWAYD" token create rescue --scope 'admin:*' --data "$data" 2>"$work/token.log")
[ -n "$rescue" ] || fail "no secret was printed"

number=$(api GET '/events?limit=0' | json '["head"]["number"]')
hash=$(api GET '/events?limit=0' | json '["head"]["hash"]')
# logged FILE NUMBER: the hash of this event there; nothing when there is no such line.
logged() { sed -n "s/.*\"event\":\"audit\",\"number\":\"$2\",.*\"details\":{.*},\"hash\":\"\([0-9a-f]*\)\".*/\1/p" "$1" | head -n 1; }
expect_equal "$hash" "$(logged "$work/token.log" "$number")" "the hash in the command's own log"
for event in $(seq 1 $((number - 1))); do
    [ -n "$(logged "$work/server.log" "$event")" ] || fail "event $event is not in the log"
done
expect_equal "$number" "$("$SLIPWAYD" events --data "$data" | wc -l)" "events that are exported"
"$SLIPWAYD" events --data "$data" | tail -n 1 | json '["hash"]' >"$work/output"
expect_output "$hash"

# exits CODE COMMAND...
exits() {
    wanted=$1 status=0
    shift
    "$@" >"$work/output" 2>&1 || status=$?
    expect_equal "$wanted" "$status" "exit status of $*"
}
exits 0 "$SLIPWAYD" fsck --data "$data" --audit-head "$number:$hash"
expect_output "audit head $number:$hash"
exits 2 "$SLIPWAYD" fsck --data "$data" --audit-head "$((number + 1)):$hash"
expect_output "the audit log ends with event $number"
exits 2 "$SLIPWAYD" fsck --data "$data" --audit-head "1:$hash"
expect_output "written anew"
exits 64 "$SLIPWAYD" fsck --data "$data" --audit-head 17
expect_output "NUMBER:HASH"

exits 0 "$SLIPWAYD" backup --data "$data" --to "$work/backup" --with-keys # fsck misses them otherwise
grep -qF "\"audit_head\":\"$number:$hash\"" "$work/backup/manifest.json" || fail "the manifest lacks the head"
exits 0 "$SLIPWAYD" restore --from "$work/backup" --data "$work/restored"
exits 0 "$SLIPWAYD" fsck --data "$work/restored" --audit-head "$number:$hash"

stop_server
python3 - "$data/slipway.db" "$work/backup/slipway.db" <<'PYTHON'
import sqlite3, sys
for file in sys.argv[1:]:
    database = sqlite3.connect(file)
    database.execute("DROP TRIGGER events_are_never_deleted")
    database.execute("DELETE FROM events WHERE id = (SELECT max(id) FROM events)")
    database.commit()
    database.close()
PYTHON
exits 2 "$SLIPWAYD" fsck --data "$data"
expect_output "the catalog has lost commits"
rm "$data/slipway.head" # whoever can cut off the log can do this, but does not know who kept a head elsewhere
exits 0 "$SLIPWAYD" fsck --data "$data"
exits 2 "$SLIPWAYD" fsck --data "$data" --audit-head "$number:$hash"
expect_output "was cut off"
exits 74 "$SLIPWAYD" restore --from "$work/backup" --data "$work/restored-again"
expect_output "was cut off"
