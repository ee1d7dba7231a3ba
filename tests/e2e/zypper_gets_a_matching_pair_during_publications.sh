#!/bin/sh
# zypper fetches the signature first; a publication before repomd.xml does not show.
. "$(dirname "$0")/lib.sh"

start_server
expect_success upload "$(make_rpm hello 1.0)"
before=$(revision)
start_proxy --after '/repomd\.xml\.asc$' "$(upload_command "$(make_rpm intruder 1.0)")"

use_zypper
zypper_source dev "$proxy"
expect_success zypper_refresh --gpg-auto-import-keys
expect_equal $((before + 1)) "$(revision)" "revision"
expect_equal "1 1" "$(asked_for '/repomd\.xml$') $(asked_for '/repomd\.xml\.asc$')" "requests of zypper for the pair"

expect_success zypper_refresh
expect_success zypper_install hello intruder
