#!/bin/sh
# `slipwayd migrate` moves packages from the disk into a bucket, then the catalog into PostgreSQL, and all of it back into
# files; what was interrupted goes on. apt and dnf are served the same bytes with the same times and signatures.
# Run by tests/storage/s3/run_with_store.py, which starts the store.
. "$(dirname "$0")/lib.sh"
. "$here/../support/postgresql.sh"
. "$here/../support/what_clients_see.sh"

start_postgresql
(umask 077 && openssl rand -hex 32 >"$work/sealing-key")
s3="[s3]
endpoint = \"$SLIPWAY_TEST_S3_ENDPOINT\""
in_bucket="objects = \"s3://packages/moved\""
in_database="catalog = \"$database_url\""
sealed="[keys]
sealing_key_file = \"$work/sealing-key\""
files=$(settings files)

start_from "$files"
packages=
for file in "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)"; do
    expect_success upload "$file"
    packages="$packages $(json '["packages"][0]["path"]' <"$work/output")"
done
api POST /repositories/main/pins '{"name": "release", "channel": "dev", "revision": 1}' >/dev/null
until_true curl --fail -sS -o "$work/output" "$url/main/deb/dists/dev/Release.gpg" || fail "no Release.gpg"
see before
stop_server

# A package file that is damaged is named, and nothing is published in either place until that is mended.
damaged=$(find "$data/blobs/sha256" -mindepth 2 -type f | head -n 1)
cp -p "$damaged" "$work/whole"
printf x | dd of="$damaged" bs=1 seek=100 conv=notrunc 2>/dev/null
cp "$files" "$work/packages.toml"
printf '%s\n' '[storage]' "$in_bucket" "$s3" >>"$work/packages.toml"
expect_exit 74 migrate "$files" "$work/packages.toml"
expect_output "$(basename "$damaged")"
refused_here "$files"
expect_output "is being moved"
refused_here "$work/packages.toml"
expect_exit 78 migrate "$files" "$work/elsewhere"
expect_output "go on with that move"
cp -p "$work/whole" "$damaged"

# Packages into the bucket, with the catalog where it is: what was copied before the interruption is not copied again.
expect_success migrate "$files" "$work/packages.toml"
expect_output "all compared"
rm -rf "$data/blobs" "$data/segments"
start_from "$work/packages.toml"
see in-bucket
expect_same before in-bucket
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_success upload "$(make_deb hello 2.0)"
until_true curl --fail -sS -o "$work/output" "$url/main/deb/dists/dev/Release.gpg" || fail "no Release.gpg"
stop_server
refused_here "$files"
expect_output "in a bucket, which storage.objects has to name?"

# The catalog into the database, with the bucket as it is; from there another directory is enough.
diskless=$(settings diskless '[storage]' "$in_bucket" "$in_database" "$s3" "$sealed")
expect_success migrate "$work/packages.toml" "$diskless"
start_from "$diskless"
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "version from database and bucket"
expect_success upload "$(make_rpm hello 2.0)"
expect_success "$SLIPWAYD" fsck --config "$diskless"
expect_output clean
refused_here "$work/packages.toml"
expect_output "was moved"
see diskless
# A daemon on another machine is noticed by its connections.
other=$(settings other-machine '[storage]' "$in_bucket" "$in_database" "$s3" "$sealed")
expect_exit 75 migrate "$other" "$work/back"
expect_output "is in use"
stop_server

# All of it into files, killed on the way as often as it takes to be interrupted at every step.
for seconds in 0.05 0.1 0.2 0.4 0.8; do
    timeout -s KILL "$seconds" "$SLIPWAYD" migrate --from "$diskless" --to "$work/back" >/dev/null 2>&1 || :
done
status=0
migrate "$diskless" "$work/back" >"$work/output" 2>&1 || status=$?
# The last of them may have come to its end.
[ $status = 0 ] || { [ $status = 73 ] && grep -q "has moved there already" "$work/output"; } || fail "migrate: $status"
back=$(settings back)
start_from "$back"
see back
expect_same diskless back
expect_success "$SLIPWAYD" fsck --config "$back"
expect_output clean
expect_success upload "$(make_rpm hello 3.0)"
use_dnf
dnf_source
expect_success dnf_install hello
expect_equal 3.0 "$(installed_by_dnf hello)" "version from the files"
stop_server
refused_here "$diskless"
expect_output "to $work/back"
