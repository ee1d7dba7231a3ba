#!/bin/sh
# After a key is revoked no client is told to trust it, the rpms it signed are signed anew, and machines that know only
# the new key install everything. What the old URLs said, they still say.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_deb hello 1.0)"
expect_success upload "$(make_rpm hello 1.0)"
old_path=$(json '["packages"][0]["path"]' <"$work/output")
curl --fail -sS -o "$work/before.rpm" "$url$old_path"
old=$(active_key)
expect_failure api POST "/repositories/main/keys/$old/revoke"
expect_output '"code":"key-state"'

expect_success rotate_key
expect_success api POST "/repositories/main/keys/$old/revoke"
new_path() { api GET '/repositories/main/channels/dev/packages?distro=rpm' | json '["packages"][0]["path"]'; }
is_signed_anew() { [ "$(new_path)" != "$old_path" ]; }
until_true is_signed_anew || fail "the rpm still has its old signature"

fingerprints() { curl --fail -sS "$url/main/$1" | gpg --show-keys --with-colons | sed -n 's/^fpr:*\([0-9A-F]*\):*$/\1/p'; }
new=$(active_key)
for file in keys.asc keys.gpg rpm-keys.asc; do expect_equal "$new" "$(fingerprints $file)" "keys in $file"; done
expect_equal "$old" "$(fingerprints revoked.asc)" "keys in revoked.asc"
expect_rpm_signed_by "$(export_key "$new")" "$url$(new_path)"
curl --fail -sS -o "$work/after.rpm" "$url$old_path"
expect_success cmp "$work/before.rpm" "$work/after.rpm"

use_apt
apt_source_with_key "$work/$new.asc"
expect_success apt_update
expect_success apt_install hello
use_dnf
dnf_source
expect_success dnf_install hello
expect_equal 200 "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $upload_token" \
    -T "$work/packages/hello-1.0-1.noarch.rpm" "$url/api/v1/repositories/main/channels/dev/packages/")" "status of a retry"
expect_success "$SLIPWAYD" fsck --data "$data"
expect_output clean
