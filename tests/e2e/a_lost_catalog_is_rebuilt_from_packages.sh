#!/bin/sh
# Package files and private keys make a repository again: served, installable, under the key that clients trust.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_deb hello 2.0)" stable
expect_success upload "$(make_rpm hello 1.0)"
key=$(active_key)
old_token=$admin_token
use_apt
apt_source
expect_success apt_update
stop_server
blobs=$(stored_blobs)

expect_exit 73 "$SLIPWAYD" fsck --rebuild --data "$data"
expect_output "has a catalog"
rm -f "$data/slipway.db" "$data/slipway.db-wal" "$data/slipway.db-shm"
damaged=$(find "$data/blobs/sha256" -mindepth 2 -type f -size +0 | sort | head -n 1)
cp "$damaged" "$work/whole"
expect_success "$SLIPWAYD" fsck --rebuild --data "$data"
expect_output "rebuilt repository main: 2 deb and 1 rpm packages in its protected channel recovered"
expect_output "private key taken over: $key"
expect_output "active key: $key"
expect_output "lost: "
expect_equal "$blobs" "$(stored_blobs)" "package files"
expect_equal 600 "$(stat -c %a "$data/admin-token")" "mode of the token file"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean

start_server
[ "$admin_token" != "$old_token" ] || fail "the token is not a new one"
expect_equal "$key" "$(active_key)" "active key"
expect_equal 3 "$(api GET /repositories/main/channels/recovered/packages | json '["packages"].__len__()')" "packages"
expect_failure upload "$(make_deb hello 3.0)" recovered
expect_success upload "$(make_deb hello 3.0)"
use_apt
apt_source
expect_success apt_update
stop_server

# a damaged file is told, and keeps nobody from the rest
rm -f "$data/slipway.db" "$data/slipway.db-wal" "$data/slipway.db-shm"
printf x >>"$damaged"
expect_success "$SLIPWAYD" fsck --rebuild --repository saved --channel all --data "$data"
expect_output "rebuilt repository saved: "
expect_output "damaged, moved to blobs/trash: $(basename "$damaged")"
expect_success "$SLIPWAYD" fsck --data "$data"
