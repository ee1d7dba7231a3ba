#!/bin/sh
# A machine that trusts another key does not take this repository for its own.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

use_dnf
dnf_source
sed -i "s|^gpgkey=.*|gpgkey=file://$(generate_other_key)|" "$dnf_root/etc/yum.repos.d/slipway.repo"
expect_failure dnf_install hello
