#!/bin/sh
# With the catalog in PostgreSQL, and private keys sealed in it, apt installs what is published as before, and every
# command works with the same settings. The server outlives the database's restarts, and without the key it serves.
. "$(dirname "$0")/lib.sh"
. "$here/../support/postgresql.sh"

start_postgresql
(umask 077 && openssl rand -hex 32 >"$work/sealing-key")
export SLIPWAY_STORAGE_CATALOG="$database_url"

# A first start makes a private key, and needs one to seal it by.
expect_exit 78 "$SLIPWAYD" serve --data "$data" --listen 127.0.0.1:0
expect_output keys.sealing_key_file
expect_exit 78 "$SLIPWAYD" check-config --data "$data" --key-file "$work/none"
expect_output "$work/none cannot be read"

start_server --key-file "$work/sealing-key"
expect_success upload "$(make_deb hello 1.0)"
use_apt
apt_source
expect_success apt_update
expect_success apt_install hello
expect_equal 1.0 "$(installed_by_apt hello)" "installed version"
[ ! -e "$data/slipway.db" ] || fail "there is a catalog in the data directory"
[ ! -e "$data/keys" ] || fail "there is a private key in the data directory"
expect_equal 1 "$(query 'SELECT count(*) FROM sealed_keys')" "sealed keys"

# Commands beside the daemon. The URL with which it was started holds no password, and it names none.
expect_success "$SLIPWAYD" token create --data "$data" ci --scope upload:main
expect_success "$SLIPWAYD" token list --data "$data"
expect_output upload:main
expect_success "$SLIPWAYD" events --data "$data"
expect_output token.create
expect_success "$SLIPWAYD" fsck --data "$data" --key-file "$work/sealing-key"
expect_output clean
expect_no_output "not checked"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output "not checked: private keys"
expect_exit 75 "$SLIPWAYD" gc --data "$data"

# The database goes away, and comes back.
stop_postgresql
expect_success apt_update
expect_failure upload "$(make_deb hello 2.0)"
expect_output '"status":503'
run_postgresql
until_true upload "$work/packages/hello_2.0_all.deb" || fail "nothing can be published after the database's restart"
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "version after the restart"

# Without the sealing key the server serves, and cannot sign.
stop_server
start_server
expect_success apt_update
expect_failure upload "$(make_deb hello 3.0)"
expect_output keys.sealing_key_file
stop_server
openssl rand -hex 32 >"$work/other-key"
expect_exit 78 "$SLIPWAYD" serve --data "$data" --key-file "$work/other-key" --listen 127.0.0.1:0
expect_output "was sealed by the key with the id"
expect_success "$SLIPWAYD" gc --data "$data"

# Neither another directory nor an empty database is taken for this one; no database is a reason to try again.
expect_exit 78 "$SLIPWAYD" serve --data "$work/second" --key-file "$work/sealing-key" --listen 127.0.0.1:0
expect_output "belongs to another directory"
query_in postgres 'CREATE DATABASE empty' >/dev/null
expect_exit 78 "$SLIPWAYD" serve --data "$data" --catalog "${database_url%/*}/empty" --listen 127.0.0.1:0
expect_output "is empty, but the directory holds"
expect_exit 66 "$SLIPWAYD" serve --data "$data" --catalog "${database_url%/*}/none" --listen 127.0.0.1:0
expect_exit 74 "$SLIPWAYD" token list --data "$data" --catalog postgresql://slipway:secret@127.0.0.1:1/slipway
expect_no_output secret

# A backup has everything in files, and serves without a database.
expect_success "$SLIPWAYD" backup --data "$data" --key-file "$work/sealing-key" --to "$work/backup" --with-keys
unset SLIPWAY_STORAGE_CATALOG
expect_success "$SLIPWAYD" restore --from "$work/backup" --data "$work/restored"
expect_success "$SLIPWAYD" fsck --data "$work/restored"
cp "$data/admin-token" "$data/upload-token" "$work/restored/"
data=$work/restored
start_server
expect_success apt_update
expect_success upload "$(make_deb hello 4.0)"
