#!/bin/sh
# Package files and packs lie in a bucket; a machine that has lost its copies serves them again, a server that was killed
# has lost nothing, and a restored one goes on from the same bucket. apt notices nothing of that.
# Run by tests/storage/s3/run_with_store.py, which starts the store.
. "$(dirname "$0")/lib.sh"

in_bucket() { echo --objects "$1" --s3-endpoint "$SLIPWAY_TEST_S3_ENDPOINT" --cache-size 1G; }
# shellcheck disable=SC2046 # the options are words
start_in_bucket() { start_server $(in_bucket s3://packages/e2e); }
# shellcheck disable=SC2046
slipwayd_in_bucket() { "$SLIPWAYD" "$@" $(in_bucket s3://packages/e2e); }
metric() { curl --fail -sS "$url/metrics" | sed -n "s/^$1 //p"; }
digest_served() { curl --fail -sS "$url$package" | sha256sum | cut -c 1-64; }

start_in_bucket
deb=$(make_deb hello 1.0)
expect_success upload "$deb"
package=$(json '["packages"][0]["path"]' <"$work/output")
expect_success upload "$(make_rpm hello 1.0)"
[ ! -e "$data/blobs" ] || fail "there are package files in the data directory"
[ ! -e "$data/segments" ] || fail "there are packs in the data directory"
expect_equal 2 "$(ls "$data/cache/objects" | grep -vc pack)" "copies of package files"

# Killed, and without copies.
signal_server KILL
rm -rf "$data/cache"
start_in_bucket
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"
expect_success curl --fail -sS -r 1-3 -o "$work/part" "$url$package"
expect_equal 3 "$(wc -c <"$work/part")" "bytes of a range"

# Without copies while the daemon runs.
rm -rf "$data/cache"
expect_success upload "$(make_deb hello 2.0)"
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "upgraded version"
[ "$(metric 'slipway_cache_reads_total{result="miss"}')" -gt 0 ] || fail "no miss was counted"
[ "$(metric 'slipway_object_store_bytes_total{direction="sent"}')" -gt 0 ] || fail "no bytes were counted"
expect_success slipwayd_in_bucket backup --data "$data" --to "$work/backup" --with-keys
expect_output "objects.tsv names them"
stop_server

# With a copy whose disk has lost a bit: the scrub finds it, and it comes from the bucket again.
start_in_bucket
digest=$(sha256sum "$deb" | cut -c 1-64)
expect_equal "$digest" "$(digest_served)" "digest of the package"
stop_server
copy=$(ls "$data/cache/objects/$digest"@*)
printf x | dd of="$copy" bs=1 seek=100 conv=notrunc 2>/dev/null
export SLIPWAY_SCRUB_INTERVAL=1s SLIPWAY_SCRUB_RATE=1GiB
start_in_bucket
is_right() { [ "$(digest_served)" = "$digest" ]; }
until_true is_right || fail "a damaged copy is served"
stop_server
unset SLIPWAY_SCRUB_INTERVAL SLIPWAY_SCRUB_RATE

# The commands find the bucket, too; by keys from a file, and from a program.
cat >"$work/slipway.toml" <<END
[storage]
objects = "s3://packages/e2e"
[s3]
endpoint = "$SLIPWAY_TEST_S3_ENDPOINT"
credentials_file = "$work/credentials"
END
cat >"$work/credentials" <<END
[default]
aws_access_key_id = $AWS_ACCESS_KEY_ID
aws_secret_access_key = $AWS_SECRET_ACCESS_KEY
END
expect_success env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY "$SLIPWAYD" fsck --data "$data" --config "$work/slipway.toml"
expect_output clean
cat >"$work/keys.json" <<END
{"Version": 1, "AccessKeyId": "$AWS_ACCESS_KEY_ID", "SecretAccessKey": "$AWS_SECRET_ACCESS_KEY"}
END
sed -i "s|^credentials_file.*|credentials_command = [\"cat\", \"$work/keys.json\"]|" "$work/slipway.toml"
expect_success env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY "$SLIPWAYD" gc --data "$data" --config "$work/slipway.toml"
expect_exit 78 "$SLIPWAYD" backup --data "$data" --to "$work/elsewhere"
expect_output "Are they in a bucket"

# The machine is lost. The catalog of the backup gets the bucket when somebody says so.
mv "$data" "$work/lost"
expect_success "$SLIPWAYD" restore --from "$work/backup" --data "$data"
expect_output "slipwayd init --adopt"
expect_exit 78 slipwayd_in_bucket fsck --data "$data"
expect_output "belongs to another catalog"
expect_success slipwayd_in_bucket init --adopt --data "$data"
expect_success slipwayd_in_bucket fsck --data "$data"
expect_output clean
cp "$work/lost/admin-token" "$work/lost/upload-token" "$data/"
start_in_bucket
expect_success apt_update
expect_equal "$digest" "$(digest_served)" "digest of the package"
expect_success upload "$(make_deb hello 3.0)"
stop_server
expect_exit 78 slipwayd_in_bucket serve --data "$work/lost" --listen 127.0.0.1:0

# Who may not use it is told why.
# shellcheck disable=SC2046
expect_exit 74 "$SLIPWAYD" serve --data "$work/other" --listen 127.0.0.1:0 $(in_bucket s3://nowhere/e2e)
expect_output "make it with aws s3 mb s3://nowhere"
# shellcheck disable=SC2046
expect_exit 78 "$SLIPWAYD" serve --data "$work/third" --listen 127.0.0.1:0 $(in_bucket s3://packages/e2e)
expect_output "slipway.db is missing, but s3://packages/e2e belongs to the catalog with the id"
[ ! -e "$work/third/slipway.db" ] || fail "a refused start made a catalog"
expect_exit 78 "$SLIPWAYD" serve --data "$data" --objects s3://packages/e2e
expect_output "needs s3.region, or s3.endpoint"
expect_exit 78 "$SLIPWAYD" check-config --data "$data" --objects s3://PACKAGES --s3-region here
expect_output "the bucket \"PACKAGES\""
expect_exit 78 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0
expect_output "Are they in a bucket, which storage.objects has to name?"
