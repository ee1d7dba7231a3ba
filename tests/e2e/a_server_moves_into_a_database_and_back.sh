#!/bin/sh
# `slipwayd migrate` moves a server from files into PostgreSQL, and from there into files again. apt and dnf are served the
# same bytes with the same times and signatures, tokens go on working, numbers go on counting, and no daemon starts where
# the server was before.
. "$(dirname "$0")/lib.sh"
. "$here/../support/postgresql.sh"
. "$here/../support/what_clients_see.sh"

start_postgresql
(umask 077 && openssl rand -hex 32 >"$work/sealing-key")
files=$(settings files)
database=$(settings database '[storage]' "catalog = \"$database_url\"" '[keys]' "sealing_key_file = \"$work/sealing-key\"")

start_from "$files"
packages=
for file in "$(make_deb hello 1.0)" "$(make_rpm hello 1.0)"; do
    expect_success upload "$file"
    packages="$packages $(json '["packages"][0]["path"]' <"$work/output")"
done
expect_success upload "$(make_deb hello 2.0)"
rotate_key >/dev/null
api POST /repositories/main/pins '{"name": "release", "channel": "dev", "revision": 1}' >/dev/null
token=$(api POST /tokens '{"name": "ci", "scopes": ["upload:main"]}' | json '["id"]')
last_token=$(api POST /tokens '{"name": "gone", "scopes": ["upload:main"]}' | json '["id"]')
api DELETE "/tokens/$last_token" >/dev/null
use_apt
apt_source
expect_success apt_update
until_true curl --fail -sS -o "$work/output" "$url/main/deb/dists/dev/Release.gpg" || fail "no Release.gpg"
see before

# What is refused, and changes nothing.
expect_exit 75 migrate "$files" "$database"
expect_output "--from"
stop_server
expect_exit 64 migrate "$files" "$work/files"
expect_output "are the same place"
expect_exit 66 migrate "$work/nothing" "$database"
expect_exit 78 migrate "$files" "$(settings unsealed '[storage]' "catalog = \"$database_url\"")"
expect_output keys.sealing_key_file
mkdir -p "$work/full/blobs/sha256/ab"
touch "$work/full/blobs/sha256/ab/ab$(printf '%062d' 0)"
expect_exit 73 migrate "$files" "$work/full"
expect_output "the directory holds 1 package file"
expect_equal 0 "$(query "SELECT count(*) FROM pg_class WHERE relname = 'facts'")" "tables of the database"
start_from "$files"
stop_server

# Into the database.
expect_success migrate "$files" "$database"
expect_output "all compared"
start_from "$database"
see in-database
expect_same before in-database
expect_success apt_update
expect_success apt_install hello
expect_equal 2.0 "$(installed_by_apt hello)" "version from the database"
expect_success "$SLIPWAYD" fsck --config "$database"
expect_output clean
[ ! -e "$data/keys" ] || fail "there is a private key in the data directory"
refused_here "$files"
expect_output "was moved, or is being moved, to postgresql://"
expect_exit 78 "$SLIPWAYD" token list --config "$files"
expect_exit 75 migrate "$database" "$work/too-early"

# What comes next has the next numbers, and is signed by the keys that came along.
expect_equal "$((last_token + 1))" "$(api POST /tokens '{"name": "next", "scopes": ["upload:main"]}' | json '["id"]')" "the next token"
expect_success upload "$(make_deb hello 3.0)"
expect_success apt_update
expect_success apt_install hello
expect_equal 3.0 "$(installed_by_apt hello)" "version that the database published"
[ "$token" -gt 0 ] || fail "no token"
until_true curl --fail -sS -o "$work/output" "$url/main/deb/dists/dev/Release.gpg" || fail "no Release.gpg"
see later
stop_server

# And back into files, into another directory.
expect_success migrate "$database" "$work/back"
back=$(settings back)
start_from "$back"
see back
expect_same later back
expect_success "$SLIPWAYD" fsck --config "$back"
expect_output clean
expect_success upload "$(make_rpm hello 2.0)"
use_dnf
dnf_source
expect_success dnf_install hello
expect_equal 2.0 "$(installed_by_dnf hello)" "version from the files"
stop_server
refused_here "$database"
expect_output "to $work/back"
expect_exit 73 migrate "$database" "$work/back"
expect_output "has moved there already"

# Whoever wants the former place back, without what came since, says so.
expect_success "$SLIPWAYD" init --adopt --data "$work/files"
start_from "$files"
see adopted
expect_same before adopted
