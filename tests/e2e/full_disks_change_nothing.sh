#!/bin/sh
# On a disk of little more than the reserve: what does not fit is answered with 507 and leaves nothing, whether its length
# was declared or the disk fills while it comes in; rights and bytes can still be taken away; with space again the next
# upload succeeds.
if [ -z "${OWN_MOUNTS:-}" ]; then # a namespace of its own, whose mounts end with the script
    exec unshare --mount $([ "$(id -u)" = 0 ] || echo --map-root-user) env OWN_MOUNTS=1 sh "$0"
fi
. "$(dirname "$0")/lib.sh"

mkdir "$data"
mount -t tmpfs -o size=1090m slipway "$data" || fail "no small disk could be mounted"
start_server
deb=$(make_deb hello 1.0)
expect_success upload "$deb"
expect_success api POST /tokens '{"name":"spare","scopes":["read:main"]}'
expect_success api POST /tokens '{"name":"second","scopes":["read:main"]}'
before=$(revision)
make_large_deb large 1.0 200000000 "$work/large_1.0_all.deb"
# answered STATUS CURL_ARGUMENT...
answered() {
    status=$1
    shift
    expect_equal "$status" "$(curl -sS -o "$work/output" -w '%{http_code}' -H "Authorization: Bearer $upload_token" "$@" \
        "$url/api/v1/repositories/main/channels/dev/packages/large_1.0_all.deb")" "status"
    expect_output '"code":"storage-full"'
    until_true incoming_is_empty || fail "left in incoming"
    expect_equal "$before 1" "$(revision) $(stored_blobs)" "revision, blobs"
}

answered 507 -T "$work/large_1.0_all.deb"
answered 507 -H 'Transfer-Encoding: chunked' -T - <"$work/large_1.0_all.deb"

# full to the last byte, in the middle of a body
{
    head -c 1000000 "$work/large_1.0_all.deb"
    until_true sh -c '[ -n "$(find "$1/blobs/incoming" -type f)" ]' sh "$data"
    head -c 2000000000 /dev/zero >"$data/filler" 2>/dev/null || :
    tail -c +1000001 "$work/large_1.0_all.deb" | head -c 9000000
} | answered 507 -H 'Transfer-Encoding: chunked' -T -
expect_equal 503 "$(curl -sS -o /dev/null -w '%{http_code}' "$url/readyz?for=uploads")" "readiness for uploads"
expect_success curl --fail -sS "$url/readyz"
use_apt
apt_source
expect_success apt_update

# a token is revoked and a package purged with not a byte left but those that are kept for it
head -c 2000000000 /dev/zero >>"$data/filler" 2>/dev/null || :
token_named() { api GET /tokens | python3 -c 'import json, sys
print(next(t["id"] for t in json.load(sys.stdin)["tokens"] if t["name"] == sys.argv[1]))' "$1"; }
expect_success api DELETE "/tokens/$(token_named spare)"
expect_success "$SLIPWAYD" token revoke --data "$data" "$(token_named second)"
expect_success api POST "/repositories/main/packages/$(sha256sum "$deb" | cut -d ' ' -f 1)/purge" '{"reason":"leaked"}'
expect_equal 0 "$(stored_blobs)" "blobs after the purge"

rm "$data/filler"
until_true sh -c '[ "$(stat -c %s "$1/reserve")" = 33554432 ]' sh "$data" || fail "no space is kept again"
expect_success upload "$(make_deb hello 2.0)"
expect_success apt_update
expect_equal 2.0 "$(apt_candidate hello)" "candidate"
expect_success "$SLIPWAYD" fsck --data "$data"
stop_server
umount "$data"
