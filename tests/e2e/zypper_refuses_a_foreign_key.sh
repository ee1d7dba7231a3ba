#!/bin/sh
# A machine that trusts another key does not take this repository for its own; told the right one, it does. (With
# --gpg-auto-import-keys zypper would trust whatever key the repository brings along.)
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

use_zypper
zypper_source
sed -i "s|^gpgkey=.*|gpgkey=file://$(generate_other_key)|" "$zypper_root/etc/zypp/repos.d/slipway.repo"
trust_by_zypper "$work/other.asc"
expect_failure zypper_refresh
expect_failure zypper_install hello

trust_by_zypper "$(export_key "$(active_key)")"
expect_success zypper_refresh
expect_success zypper_install hello
