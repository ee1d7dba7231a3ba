#!/bin/sh
# With only the repository's key in its database rpm finds every served package intact and says who signed it; a changed
# byte or another key, and it does not.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"
served=$url$(json '["packages"][0]["path"]' <"$work/output")
key=$(active_key)

expect_rpm_signed_by "$(export_key "$key")" "$served"
expect_success rpm --dbpath "$work/rpmdb" -qpi "$work/served.rpm"
expect_output "Signature   : RSA/SHA"
expect_output "Key ID $(echo "$key" | tail -c 17 | tr A-F a-f)"

mkdir "$work/foreign-rpmdb"
expect_success rpmkeys --dbpath "$work/foreign-rpmdb" --import "$(generate_other_key)"
expect_failure rpmkeys --dbpath "$work/foreign-rpmdb" --checksig "$work/served.rpm"
expect_output "SIGNATURES NOT OK"

size=$(wc -c <"$work/served.rpm")
printf '\377' | dd of="$work/served.rpm" bs=1 seek=$((size - 100)) conv=notrunc 2>/dev/null
expect_failure rpmkeys --dbpath "$work/rpmdb" --checksig "$work/served.rpm"

use_dnf
dnf_source
expect_success dnf_install hello
expect_success rpm --root "$dnf_root" -qi hello
expect_output "Key ID $(echo "$key" | tail -c 17 | tr A-F a-f)"
