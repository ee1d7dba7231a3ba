#!/bin/sh
# A machine that trusts another key does not take this repository for its own.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

use_zypper
zypper_source
sed -i "s|^gpgkey=.*|gpgkey=file://$(generate_other_key)|" "$zypper_root/etc/zypp/repos.d/slipway.repo"
expect_failure zypper_refresh --gpg-auto-import-keys
