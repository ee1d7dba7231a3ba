#!/bin/sh
# A package changed on the way is not installed, though the index is right.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

start_proxy --flip '\.rpm$'
use_dnf
dnf_source dev "$proxy"
expect_success dnf_yes --refresh makecache
expect_failure dnf_install hello
expect_failure installed_by_dnf hello
