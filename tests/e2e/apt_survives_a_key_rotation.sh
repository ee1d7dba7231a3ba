#!/bin/sh
# Whether a machine knows the old key, the new one, or both: apt goes on through a rotation and a retirement.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
old=$(active_key)
old_file=$(export_key "$old")

expect_success rotate_key
new=$(active_key)
new_file=$(export_key "$new")
curl --fail -sS -o "$work/both.asc" "$url/main/keys.asc"

for known in "$old_file" "$new_file" "$work/both.asc"; do
    use_apt "apt-$(basename "$known" .asc)"
    apt_source_with_key "$known"
    expect_success apt_update
    expect_success apt_install hello
done

expect_success api POST "/repositories/main/keys/$old/retire"
use_apt "apt-$new"
expect_success apt_update
use_apt "apt-$old"
expect_failure apt_update
expect_output NO_PUBKEY
