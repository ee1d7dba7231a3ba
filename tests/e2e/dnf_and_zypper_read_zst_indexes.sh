#!/bin/sh
# A distro with "compression": "zst" is read by dnf and zypper as one with gz is.
. "$(dirname "$0")/lib.sh"

start_server
expect_success api PUT /repositories/main/distros/modern '{"format":"rpm","compression":"zst"}'
expect_success curl --fail-with-body -sS -H "Authorization: Bearer $upload_token" -T "$(make_rpm hello 1.0)" \
    "$url/api/v1/repositories/main/channels/dev/packages/?distro=modern"
expect_success curl --fail -sS "$url/main/modern/dev/x86_64/repodata/repomd.xml"
expect_output -primary.xml.zst
expect_no_output .xml.gz

use_dnf
dnf_source
curl --fail -sS -o "$dnf_root/etc/yum.repos.d/slipway.repo" "$url/main/modern/dev.repo"
expect_success dnf_install hello
expect_equal 1.0 "$(installed_by_dnf hello)" "installed by dnf"
use_zypper
curl --fail -sS -o "$zypper_root/etc/zypp/repos.d/slipway.repo" "$url/main/modern/dev.repo"
expect_success zypper_refresh --gpg-auto-import-keys
expect_success zypper_install hello
expect_equal 1.0 "$(installed_by_zypper hello)" "installed by zypper"
