#!/bin/sh
# A publication between the GETs of repomd.xml and its signature does not show.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"
before=$(revision)
# A machine that has yet to learn the key asks for the pair twice: the race is for the run after that.
start_proxy --skip 2 --after '/repomd\.xml$' "$(upload_command "$(make_rpm intruder 1.0)")"
use_dnf
dnf_source dev "$proxy"
expect_success dnf_yes --refresh makecache
expect_success run_dnf clean metadata
expect_equal "$before" "$(revision)" "revision before the race"
: >"$work/proxy.log"

expect_success run_dnf makecache
expect_output "Metadata cache created"
expect_equal $((before + 1)) "$(revision)" "revision"
expect_equal "1 1" "$(asked_for '/repomd\.xml$') $(asked_for '/repomd\.xml\.asc$')" "requests of dnf for the pair"

expect_success dnf_install hello intruder
