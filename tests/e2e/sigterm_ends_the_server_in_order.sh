#!/bin/sh
# SIGTERM lets the daemon finish: an upload under way gets its answer, the exit status is 0, and nothing acknowledged is
# missing afterwards.
. "$(dirname "$0")/lib.sh"

start_server
make_large_deb slow 1.0 4000000 "$work/slow_1.0_all.deb"
curl --fail-with-body -sS --limit-rate 2M -H "Authorization: Bearer $upload_token" -T "$work/slow_1.0_all.deb" \
    -o "$work/answer" -w '%{http_code}' "$url/api/v1/repositories/main/channels/dev/packages/" >"$work/status" 2>&1 &
slow=$!
until_true sh -c '[ -n "$(find "$1/blobs/incoming" -type f)" ]' sh "$data" || fail "the upload did not begin"

signal_server TERM
expect_equal 0 "$server_status" "exit status"
wait $slow || fail "the upload: $(cat "$work/status")"
expect_equal 201 "$(cat "$work/status")" "status of the upload under way"
expect_failure curl --fail -sS "$url/healthz"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean

start_server
use_apt
apt_source
expect_success apt_update
expect_success apt_install slow
