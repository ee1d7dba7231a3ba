#!/bin/sh
# Package files and packs lie in a bucket; a machine that has lost its copies serves them again, and apt notices nothing.
# Run by tests/storage/s3/run_with_store.py, which starts the store.
. "$(dirname "$0")/lib.sh"

in_bucket() { echo --objects "$1" --s3-endpoint "$SLIPWAY_TEST_S3_ENDPOINT" --cache-size 1G; }
# shellcheck disable=SC2046 # the options are words
start_in_bucket() { start_server $(in_bucket s3://packages/e2e); }
metric() { curl --fail -sS "$url/metrics" | sed -n "s/^$1 //p"; }

start_in_bucket
expect_success upload "$(make_deb hello 1.0)"
package=$(json '["packages"][0]["path"]' <"$work/output")
expect_success upload "$(make_rpm hello 1.0)"
[ ! -e "$data/blobs" ] || fail "there are package files in the data directory"
[ ! -e "$data/segments" ] || fail "there are packs in the data directory"
expect_equal 2 "$(ls "$data/cache/objects" | grep -vc pack)" "copies of package files"

# After a restart, and without copies.
stop_server
rm -rf "$data/cache"
start_in_bucket
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"
expect_success curl --fail -sS -r 1-3 -o "$work/part" "$url$package"
expect_equal 3 "$(wc -c <"$work/part")" "bytes of a range"

# While the daemon runs.
rm -rf "$data/cache"
expect_success upload "$(make_deb hello 2.0)"
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "upgraded version"
[ "$(metric 'slipway_cache_reads_total{result="miss"}')" -gt 0 ] || fail "no miss was counted"
[ "$(metric 'slipway_object_store_bytes_total{direction="sent"}')" -gt 0 ] || fail "no bytes were counted"
stop_server

# The commands find the bucket, too.
# shellcheck disable=SC2046
expect_success "$SLIPWAYD" fsck --data "$data" $(in_bucket s3://packages/e2e)
expect_output clean
# shellcheck disable=SC2046
expect_success "$SLIPWAYD" gc --data "$data" $(in_bucket s3://packages/e2e)
expect_exit 78 "$SLIPWAYD" backup --data "$data" --to "$work/backup"
expect_output "Are they in a bucket"

# Who may not use it is told why.
# shellcheck disable=SC2046
expect_exit 74 "$SLIPWAYD" serve --data "$work/other" --listen 127.0.0.1:0 $(in_bucket s3://nowhere/e2e)
expect_output "make it with aws s3 mb s3://nowhere"
# shellcheck disable=SC2046
expect_exit 78 "$SLIPWAYD" serve --data "$work/third" --listen 127.0.0.1:0 $(in_bucket s3://packages/e2e)
expect_output "belongs to another catalog"
expect_exit 78 "$SLIPWAYD" serve --data "$data" --objects s3://packages/e2e
expect_output "needs s3.region, or s3.endpoint"
expect_exit 78 "$SLIPWAYD" check-config --data "$data" --objects s3://PACKAGES --s3-region here
expect_output "the bucket \"PACKAGES\""
expect_exit 78 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0
expect_output "Are they in a bucket, which storage.objects has to name?"
