#!/bin/sh
# One changed byte in repomd.xml or in the files it lists, and dnf takes nothing.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"

start_proxy --flip '/repomd\.xml$'
use_dnf dnf-repomd
dnf_source dev "$proxy"
expect_failure dnf_install hello

start_proxy --flip 'primary\.xml'
use_dnf dnf-primary
dnf_source dev "$proxy"
expect_failure dnf_install hello
