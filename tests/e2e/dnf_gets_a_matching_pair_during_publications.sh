#!/bin/sh
# A publication between the GETs of repomd.xml and its signature does not show.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"
before=$(revision)
start_proxy --after '/repomd\.xml$' "$(upload_command "$(make_rpm intruder 1.0)")"

use_dnf
dnf_source dev "$proxy"
expect_success dnf_yes --refresh makecache
expect_output "Metadata cache created"
expect_equal $((before + 1)) "$(revision)" "revision"
expect_equal 1 "$(grep -c 'GET .*/repomd\.xml$' "$work/proxy.log")" "attempts of dnf"

expect_success dnf_install hello intruder
