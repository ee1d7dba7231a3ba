#!/bin/sh
# Restoring never overwrites: a directory that is not empty stays as it is.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success "$SLIPWAYD" backup --data "$data" --to "$work/backup" --with-keys

expect_failure "$SLIPWAYD" restore --from "$work/backup" --data "$data"
expect_success curl --fail -sS "$url/healthz"
