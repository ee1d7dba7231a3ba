#!/bin/sh
# The catalog is in PostgreSQL and packages are in a bucket: a machine that is lost with its disk has lost nothing that
# was acknowledged, and another one goes on. Parts of different servers are not taken for one.
# Run by tests/storage/s3/run_with_store.py, which starts the store.
. "$(dirname "$0")/lib.sh"
. "$here/../support/postgresql.sh"

start_postgresql
(umask 077 && openssl rand -hex 32 >"$work/sealing-key")
cat >"$work/slipway.toml" <<END
[storage]
catalog = "$database_url"
objects = "s3://packages/diskless"
[keys]
sealing_key_file = "$work/sealing-key"
[s3]
endpoint = "$SLIPWAY_TEST_S3_ENDPOINT"
[cache]
size = "1G"
END
start_here() { start_server --config "$work/slipway.toml"; }
slipwayd_here() { "$SLIPWAYD" "$@" --config "$work/slipway.toml"; }
# What the operator keeps of the first start.
keep_tokens() { cp "$data/admin-token" "$data/upload-token" "$work/"; }
# The disk is lost; the daemon never reads the token files, but this script does.
lose_disk() {
    rm -rf "$data"
    mkdir -p "$data"
    cp "$work/admin-token" "$work/upload-token" "$data/"
}
digest_of_pool() { curl --fail -sS "$url$package" | sha256sum | cut -c 1-64; }

start_here
keep_tokens
deb=$(make_deb hello 1.0)
expect_success upload "$deb"
package=$(json '["packages"][0]["path"]' <"$work/output")
for name in slipway.db keys blobs segments; do
    [ ! -e "$data/$name" ] || fail "there is $name in the data directory"
done

# Killed right after the answer, and the disk is gone.
signal_server KILL
lose_disk
start_here
grep -q "the data directory is new" "$work/server.log" || fail "the log does not tell of the new disk"
expect_equal "$(sha256sum "$deb" | cut -c 1-64)" "$(digest_of_pool)" "digest of the package"
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "version after the disk was lost"
expect_success upload "$(make_deb hello 2.0)"
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "version that the new disk published"
before=$(api GET /repositories/main/channels/dev)

# Every command finds everything from a directory that does not exist.
expect_success slipwayd_here fsck --data "$work/nothing"
expect_output clean
expect_no_output "not checked"
expect_success slipwayd_here events --data "$work/nothing"
expect_output repository.create
expect_success slipwayd_here token list --data "$work/nothing"
expect_output upload:main
expect_success slipwayd_here backup --data "$work/nothing" --to "$work/backup" --with-keys
expect_output "objects.tsv names them"
[ ! -e "$work/nothing/slipway.db" ] || fail "a command made a catalog"

# Another machine takes over; the one before serves, and writes nothing any more.
former_url=$url former_pid=$server_pid former_data=$data
helper_pids="$helper_pids $former_pid"
data=$work/other-machine listen=127.0.0.1:0
lose_disk
start_here
expect_equal "$before" "$(api GET /repositories/main/channels/dev)" "state of the channel on the other machine"
expect_success upload "$(make_deb hello 3.0)"
expect_success curl --fail -sS -o /dev/null "$former_url$package"
url=$former_url
expect_failure upload "$(make_deb hello 4.0)"
expect_output '"status":503'
kill "$former_pid" && wait "$former_pid" || :
stop_server
rm -rf "$former_data"

# An empty database, another server's, another bucket, another directory: told apart, and nothing is made.
refused() { expect_exit 78 slipwayd_here serve --listen 127.0.0.1:0 "$@"; }
query_in postgres 'CREATE DATABASE empty' >/dev/null
query_in postgres 'CREATE DATABASE other' >/dev/null
refused --data "$work/new" --catalog "${database_url%/*}/empty"
expect_output "but s3://packages/diskless belongs to the catalog with the id"
expect_equal 0 "$(query_in empty "SELECT count(*) FROM pg_class WHERE relname = 'facts'")" "tables in the empty database"
refused --data "$work/new" --objects s3://packages/nobodys
expect_output "s3://packages/nobodys has no slipway.id, and nor has $work/new"
expect_success slipwayd_here init --data "$work/second" --catalog "${database_url%/*}/other" --objects s3://packages/second
refused --data "$work/new" --catalog "${database_url%/*}/other"
expect_output "s3://packages/diskless belongs to another catalog"
refused --data "$work/new" --objects s3://packages/second
expect_output "s3://packages/second belongs to another catalog"
refused --data "$work/second"
expect_output "an empty one will do"

# Without the bucket's name packages are missed, and not taken for lost.
sed -i -e '/^objects/d' -e '/^\[s3\]/,/^endpoint/d' "$work/slipway.toml"
refused --data "$work/other-machine"
expect_output "Are they in a bucket, which storage.objects has to name?"
refused --data "$work/new"
expect_output "or, if its packages are in a bucket, that (--objects)"
