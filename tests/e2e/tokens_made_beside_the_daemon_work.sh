#!/bin/sh
# The lost-administrator case: a token made by the command beside a running daemon is good at once, one revoked is refused
# within five seconds, and no secret stands in what the daemon writes.
. "$(dirname "$0")/lib.sh"

start_server
expect_success sh -c '"$1" token create --data "$2" rescue --scope "admin:*" 2>/dev/null' sh "$SLIPWAYD" "$data"
rescue=$(cat "$work/output")
expect_success curl --fail-with-body -sS -H "Authorization: Bearer $rescue" "$url/api/v1/tokens"
id=$(python3 -c 'import json, sys; print([t["id"] for t in json.load(sys.stdin)["tokens"] if t["name"] == "rescue"][0])' <"$work/output")
expect_success "$SLIPWAYD" token list --data "$data"
expect_output rescue

# a secret that cannot be shown opens nothing
expect_failure sh -c '"$1" token create --data "$2" unseen --scope "admin:*" >/dev/full' sh "$SLIPWAYD" "$data"
expect_output "is revoked again"
expect_failure sh -c '"$1" token create --data "$2" unseen --scope "admin:*" >/dev/full 2>/dev/full' sh "$SLIPWAYD" "$data"
expect_success "$SLIPWAYD" token list --data "$data"
expect_no_output unseen
expect_success sh -c '"$1" token create --data "$2" heard --scope "admin:*" 2>/dev/full' sh "$SLIPWAYD" "$data"
expect_output slw_
expect_exit 74 sh -c '"$1" token list --data "$2" >/dev/full' sh "$SLIPWAYD" "$data"
expect_output "standard output could not be written"

expect_success "$SLIPWAYD" token revoke --data "$data" "$id"
is_refused() { [ "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $rescue" "$url/api/v1/tokens")" = 401 ]; }
revoked_at=$(date +%s)
until_true is_refused || fail "the revoked token is still good"
[ $(($(date +%s) - revoked_at)) -le 5 ] || fail "it took longer than five seconds"

expect_success api GET '/events?limit=1000'
expect_output token.create
expect_output token.revoke
for secret in "$rescue" "$admin_token" "$upload_token"; do
    ! grep -qF "$secret" "$work/server.log" "$work/server.out" "$data/slipway.db" "$data/slipway.db-wal" ||
        fail "a secret was written down"
done
expect_equal "600 600" "$(stat -c %a "$data/admin-token" "$data/upload-token" | xargs)" "modes of the token files"
