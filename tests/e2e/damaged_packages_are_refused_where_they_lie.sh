#!/bin/sh
# A damaged package file that cannot be moved aside, as on a disk that the kernel made read-only, is refused in its place,
# also by threads that have it open; the scrub goes on, and an upload mends it.
. "$(dirname "$0")/lib.sh"

metric() { curl -sS "$url/metrics" | awk -v name="$1" '$1 == name { print int($2) }'; }
answers() { [ "$(curl -sS -o "$work/fetched" -w '%{http_code}' "$url$path")" = "$1" ]; }
has_passed() { [ "$(metric slipway_scrub_passes_total)" -ge 1 ]; }

export SLIPWAY_SCRUB_INTERVAL=2s SLIPWAY_SCRUB_RATE=1GiB
start_server
deb=$(make_deb hello 1.0)
upload "$deb" >"$work/uploaded" || fail "the upload"
path=$(python3 -c 'import json, sys; print("/" + json.load(open(sys.argv[1]))["packages"][0]["url"].split("/", 3)[3])' "$work/uploaded")
rm -rf "$data/blobs/quarantine"
touch "$data/blobs/quarantine"
for _ in 1 2 3 4 5 6 7 8; do answers 200 || fail "the package before the damage"; done
blob=$(find "$data/blobs/sha256" -mindepth 2 -type f)
chmod 600 "$blob"
printf 'x' | dd of="$blob" bs=1 seek=100 conv=notrunc 2>"$work/output"

until_true answers 503 || fail "the damaged package is still served"
for _ in 1 2 3 4 5 6 7 8; do answers 503 || fail "one thread still serves it"; done
until_true has_passed || fail "the scrub did not come to its end"
grep -q 'could not be moved aside' "$work/server.log" || fail "the log does not say that it stays"
[ "$(metric slipway_scrub_damaged_total)" -ge 1 ] || fail "the damage is not counted"
expect_success upload "$deb"
answers 200 || fail "the upload did not mend it"
cmp -s "$deb" "$work/fetched" || fail "other bytes than were uploaded"
